import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { invalidQuestion } from '../../shared/errors.ts';
import { aggregateInputSchema, searchInputSchema } from '../../shared/search/question.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createSearchBed, type SearchBed } from '../../tests/equipment/search-bed.ts';
import { createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { parseBody } from '../runtime/body.ts';

const none = { params: undefined, query: undefined };
let bed: TenantBed;
let searching: SearchBed;
let overseas: Person;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  searching = createSearchBed({ table: bed.table, files: bed.files });
  overseas = await bed.addUser('manager');
  const change = { params: { id: overseas.id }, query: undefined, body: { zone: 'America/New_York' } };
  await bed.platform.changeUser(change as never, bed.as(bed.admin));
  // Two in the morning in London is the evening before in New York.
  const now = new Date('2026-03-02T02:00:00.000Z');
  for (const [index, amount] of ['1.00', '1.00', '0.01'].entries()) {
    const body = {
      name: `Фирма ${index}`,
      kind: 'company',
      status: 'prospect',
      tags: ['а', 'б'],
      addresses: [
        { city: 'Москва', country: 'RU', kind: 'postal' },
        { city: 'Омск', country: 'RU', kind: 'actual' },
      ],
      finances: { annualRevenue: { amount, currency: 'RUB' } },
    };
    await bed.clients.createCompany({ ...none, body } as never, bed.as(bed.admin, { now }));
  }
});
afterAll(() => searching.close());

const aggregate = async (input: object, who = bed.admin) => {
  const body = aggregateInputSchema.parse(input);
  const { body: answer } = await searching.search.aggregateCompanies({ ...none, body }, bed.as(who));
  return {
    groups: answer?.groups.map(({ keys, values }) => [...keys.map(({ value }) => value), ...values]),
    totals: answer?.totals,
  };
};
const search = async (input: object) => {
  const body = parseBody(searchInputSchema, input, invalidQuestion);
  return searching.search.searchCompanies({ ...none, body }, bed.as(bed.admin));
};

describe('an aggregate', () => {
  it('puts days together as they are where the caller is, west of Greenwich too', async () => {
    const byDay = { groupBy: [{ field: 'createdAt', by: 'day' }] };
    expect((await aggregate(byDay, overseas)).groups).toEqual([['2026-03-01', 3]]);
    expect((await aggregate(byDay)).groups).toEqual([['2026-03-02', 3]]);
  });

  it('by two fields of several values has a group of each pair', async () => {
    const { groups } = await aggregate({ groupBy: [{ field: 'tags' }, { field: 'cities' }] });
    expect(groups).toEqual([
      ['а', 'Москва', 3],
      ['а', 'Омск', 3],
      ['б', 'Москва', 3],
      ['б', 'Омск', 3],
    ]);
  });

  it('rounds means of money to what can be paid', async () => {
    const measures = [{ measure: 'avg', field: 'annualRevenue', currency: 'RUB' }];
    // 2.01 / 3 = 0.67; of the two that are greater than the mean, and the mean of 1.00 and 0.01 is 0.505.
    expect((await aggregate({ measures })).totals).toEqual([{ amount: '0.67', currency: 'RUB' }]);
    const few = { field: 'name', op: 'in', value: ['Фирма 1', 'Фирма 2'] };
    expect((await aggregate({ measures, filter: few })).totals).toEqual([
      { amount: '0.51', currency: 'RUB' },
    ]);
    const median = [{ measure: 'median', field: 'annualRevenue', currency: 'RUB' }];
    expect((await aggregate({ measures: median, filter: few })).totals).toEqual([
      { amount: '0.51', currency: 'RUB' },
    ]);
  });
});

describe('a filter', () => {
  it.each(['9999-12-31T23:59:59-12:00', '0000-06-01T00:00:00Z', '0001-01-01T00:00:00+12:00'])(
    'refuses an instant outside the years 1 to 9999 with the place (%s)',
    async (value) => {
      const refused = await refusalOf(search({ filter: { field: 'createdAt', op: 'lt', value } }));
      expect(refused).toMatchObject({
        kind: 'malformed',
        issues: [{ pointer: '/filter/value', code: 'time.invalid' }],
      });
      const notes = { from: value, to: '9999-01-01T00:00:00Z' };
      expect((await refusalOf(search({ q: 'прайс', notes }))).kind).toBe('malformed');
    },
  );

  it('takes an emptied list for none', async () => {
    const body = { name: 'Без меток', kind: 'company', status: 'prospect', tags: [] };
    const made = await bed.clients.createCompany({ ...none, body } as never, bed.as(bed.admin));
    const found = await search({ filter: { field: 'tags', op: 'isNull', value: true }, fields: ['name'] });
    expect(found.body?.rows.map(({ id }) => id)).toEqual([made.body?.id]);
  });
});
