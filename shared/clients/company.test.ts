import { describe, expect, it } from 'vitest';
import { issuesOf } from '../../tests/equipment/issues.ts';
import { COUNTERPART, companyInputSchema, relationKindSchema } from './company.ts';

describe('companyInputSchema', () => {
  it('needs a name only, and begins as a prospect', () => {
    expect(companyInputSchema.parse({ name: '  ООО «Ромашка» ' })).toEqual({
      name: 'ООО «Ромашка»',
      kind: 'company',
      status: 'prospect',
    });
  });

  it.each([
    [{}, '/name', 'field.required'],
    [{ name: 'Ф', secret: 1 }, '/secret', 'field.unknown'],
    [{ name: 'Ф', id: '01KAT0PK00C0MPANY000000000' }, '/id', 'field.unknown'],
    [{ name: 'Ф', inn: '7707083890' }, '/inn', 'inn.check-digit'],
    [{ name: 'Ф', kpp: '123' }, '/kpp', 'kpp.malformed'],
    [{ name: 'Ф', industry: 'Розница' }, '/industry', 'text.invalid-format'],
    [{ name: 'Ф', owner: 'me' }, '/owner', 'ulid.invalid'],
    [{ name: 'Ф', status: 'lost' }, '/status', 'value.not-listed'],
    [{ name: 'Ф', website: 'javascript:alert(1)' }, '/website', 'url.invalid'],
    [{ name: 'Ф', zone: 'Moscow' }, '/zone', 'zone.unknown'],
    [{ name: 'Ф', tags: Array(51).fill('a') }, '/tags', 'list.too-long'],
    [{ name: 'Ф', phones: Array(11).fill('1') }, '/phones', 'list.too-long'],
    [
      { name: 'Ф', finances: { budget: { amount: '-1', currency: 'RUB' } } },
      '/finances/budget',
      'money.negative',
    ],
    [
      { name: 'Ф', finances: { budget: { amount: '1', currency: 'RUR' } } },
      '/finances/budget/currency',
      'currency.unknown',
    ],
    [
      { name: 'Ф', finances: { bankAccounts: [{ bik: '1' }] } },
      '/finances/bankAccounts/0/bik',
      'bik.malformed',
    ],
    [
      { name: 'Ф', externalIds: [{ source: 'a:b', id: '1' }] },
      '/externalIds/0/source',
      'external-id.source-colon',
    ],
    [{ name: 'Ф', addresses: [{ country: 'SU' }] }, '/addresses/0/country', 'country.unknown'],
    [{ name: 'Ф', employees: 1.5 }, '/employees', 'type.invalid'],
  ])('refuses %j', (input, pointer, code) => {
    expect(issuesOf(companyInputSchema, input)).toEqual([[pointer, code]]);
  });
});

describe('relations', () => {
  it('have counterparts that are each other’s', () => {
    for (const kind of relationKindSchema.options) expect(COUNTERPART[COUNTERPART[kind]]).toBe(kind);
    expect(COUNTERPART.parent).toBe('subsidiary');
    expect(COUNTERPART.supplier).toBe('buyer');
  });
});
