import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createSearchBed, type SearchBed } from '../../tests/equipment/search-bed.ts';
import {
  createTenantBed,
  type Person,
  type RequestOptions,
  type TenantBed,
} from '../../tests/equipment/tenant-bed.ts';

const none = { params: undefined, query: undefined, body: undefined };

let bed: TenantBed;
let searching: SearchBed;
let agent: Person;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  searching = createSearchBed(bed);
  agent = await bed.addUser('agent');
  const at = (day: string) => new Date(`${day}T12:00:00Z`);
  const company = async (who: Person, body: object, day: string): Promise<string> => {
    const input = { name: 'Фирма', kind: 'company', status: 'prospect', ...body };
    const made = await bed.clients.createCompany(
      { ...none, body: input } as never,
      bed.as(who, { now: at(day) }),
    );
    return made.body?.id ?? '';
  };
  const first = await company(bed.admin, { leadSource: 'web', status: 'customer' }, '2026-01-10');
  await company(agent, { leadSource: 'web' }, '2026-02-10');
  await company(bed.admin, {}, '2026-02-11');
  await company(bed.admin, { leadSource: 'web' }, '2025-12-31');
  const call = { channel: 'call', direction: 'out', occurredAt: '2026-02-20T10:00:00Z' };
  await bed.clients.logContactWithCompany(
    { params: { id: first }, query: undefined, body: call } as never,
    bed.as(bed.admin),
  );
  const costs = [
    { from: '2026-01-01', to: '2026-02-28', cost: { amount: '5900.00', currency: 'RUB' } },
    { from: '2026-01-01', to: '2026-01-31', cost: { amount: '10.00', currency: 'USD' } },
  ];
  for (const id of ['web', 'exhibition'])
    await bed.platform.changeEntry(
      { params: { dictionary: 'lead-sources', id }, query: undefined, body: { costs } } as never,
      bed.as(bed.admin),
    );
});
afterAll(() => searching.close());

const ask = async (who: Person, query: object, request: RequestOptions = {}) => {
  const asked = {
    params: undefined,
    body: undefined,
    query: { from: '2026-01-01', to: '2026-02-28', ...query },
  };
  const { body } = await searching.search.readLeadSourceEffect(asked as never, bed.as(who, request));
  if (body === undefined) throw new Error('The answer has no body.');
  return body;
};

describe('the effect of lead sources', () => {
  it('is told of each source that cost or brought anything, and of those without one', async () => {
    const { rows, totals } = await ask(bed.admin, {});
    expect(rows.find(({ source }) => source === 'web')).toEqual({
      source: 'web',
      label: 'Сайт',
      companies: 2,
      contactsMade: 1,
      customers: 1,
      conversion: '0.5000',
      cost: { amount: '5900.00', currency: 'RUB' },
      otherCosts: [{ amount: '10.00', currency: 'USD' }],
      costPerCompany: { amount: '2950.00', currency: 'RUB' },
      costPerCustomer: { amount: '5900.00', currency: 'RUB' },
      revenue: null,
    });
    expect(rows.find(({ source }) => source === 'exhibition')).toMatchObject({
      label: 'Выставка',
      companies: 0,
    });
    expect(rows.find(({ source }) => source === null)).toMatchObject({ label: 'Не указано', companies: 1 });
    expect(rows.find(({ source }) => source === 'partner')).toBeUndefined();
    expect(totals).toMatchObject({
      companies: 3,
      customers: 1,
      contactsMade: 1,
      cost: { amount: '11800.00' },
    });
  });

  it('falls into periods', async () => {
    const { rows } = await ask(bed.admin, { by: 'month' });
    const web = rows.filter(({ source }) => source === 'web');
    expect(
      web.map(({ period, companies, contactsMade, cost }) => [period, companies, contactsMade, cost.amount]),
    ).toEqual([
      ['2026-01-01', 1, 0, '3100.00'],
      ['2026-02-01', 1, 1, '2800.00'],
    ]);
  });

  it('is reckoned from what the caller may see, in the currency asked for', async () => {
    const { totals } = await ask(agent, { currency: 'USD' }, { visibility: 'own' });
    expect(totals).toMatchObject({
      companies: 1,
      customers: 0,
      contactsMade: 0,
      cost: { amount: '20.00', currency: 'USD' },
      otherCosts: [{ amount: '11800.00', currency: 'RUB' }],
    });
  });
});
