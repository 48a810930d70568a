import { describe, expect, it } from 'vitest';
import { OBJECTS } from './objects.ts';
import { readConditions, shortFormQuery, sortsOf } from './short-form.ts';

const read = (parameters: Readonly<Record<string, string>>) => readConditions(OBJECTS.companies, parameters);

describe('the short form', () => {
  it('reads conditions by the types of their fields', () => {
    const { conditions, parameters, faults } = read({
      status: 'customer',
      'employees[gte]': '50',
      'employees[between]': '1,9',
      'tags[containsAll]': 'VIP,тендер',
      tags: 'VIP',
      'inn[isNull]': 'false',
      'annualRevenue[gt]': '100.00 RUB',
      'lastContactAt[within]': 'olderThan:60:day',
      'createdAt[within]': 'this:quarter',
      'name[contains]': 'a,b',
    });
    expect(faults).toEqual([]);
    expect(parameters).toHaveLength(conditions.length);
    expect(conditions).toEqual([
      { field: 'status', op: 'eq', value: 'customer' },
      { field: 'employees', op: 'gte', value: 50 },
      { field: 'employees', op: 'between', value: [1, 9] },
      { field: 'tags', op: 'containsAll', value: ['VIP', 'тендер'] },
      { field: 'tags', op: 'containsAny', value: ['VIP'] },
      { field: 'inn', op: 'isNull', value: false },
      { field: 'annualRevenue', op: 'gt', value: { amount: '100.00', currency: 'RUB' } },
      { field: 'lastContactAt', op: 'within', value: { olderThan: 60, unit: 'day' } },
      { field: 'createdAt', op: 'within', value: { this: 'quarter' } },
      { field: 'name', op: 'contains', value: 'a,b' },
    ]);
  });

  it('names parameters that are no condition', () => {
    expect(read({ colour: 'red', 'name[like]': 'x' }).faults).toMatchObject([
      { parameter: 'colour', code: 'field.unknown' },
      { parameter: 'name[like]', code: 'value.not-listed' },
    ]);
    const parsed = shortFormQuery({}).safeParse({ 'name[]': 'x', limit: '3' });
    expect(parsed.error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['name[]'] }]);
  });

  it('leaves what does not fit to the check of values', () => {
    expect(read({ employees: 'many', annualRevenue: '5', 'phones[isNull]': 'perhaps' }).conditions).toEqual([
      { field: 'employees', op: 'eq', value: Number.NaN },
      { field: 'annualRevenue', op: 'eq', value: '5' },
      { field: 'phones', op: 'isNull', value: 'perhaps' },
    ]);
  });

  it('sorts by several fields, either way', () => {
    expect(sortsOf(['name', '-updatedAt'])).toEqual([
      { field: 'name', direction: 'ascending', nulls: 'last' },
      { field: 'updatedAt', direction: 'descending', nulls: 'last' },
    ]);
  });
});
