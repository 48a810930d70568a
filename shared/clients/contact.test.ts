import { describe, expect, it } from 'vitest';
import { issuesOf } from '../../tests/equipment/issues.ts';
import {
  companyLinkInputSchema,
  contactInputSchema,
  contactLinkInputSchema,
  contactPatchSchema,
  linkDatesInOrder,
  linkPatchSchema,
} from './contact.ts';

const COMPANY = '01KAT0PK00C0MPANY000000000';
const CONTACT = '01KAT0PK00C0NTACT000000000';

describe('contactInputSchema', () => {
  it('needs a name only', () => {
    expect(contactInputSchema.parse({ name: 'Иван Петров' })).toEqual({ name: 'Иван Петров' });
  });

  it.each([
    [{}, '/name', 'field.required'],
    [{ name: 'И', inn: '7707083893' }, '/inn', 'field.unknown'],
    [{ name: 'И', birthday: '1990-02-30' }, '/birthday', 'date.invalid'],
    [{ name: 'И', companies: [{ jobTitle: 'Директор' }] }, '/companies/0/companyId', 'field.required'],
    [
      { name: 'И', companies: [{ companyId: COMPANY, influence: 6 }] },
      '/companies/0/influence',
      'number.too-large',
    ],
    [
      { name: 'И', companies: [{ companyId: COMPANY, role: 'boss' }] },
      '/companies/0/role',
      'value.not-listed',
    ],
    [
      { name: 'И', companies: [{ companyId: COMPANY, from: '2026-02-01', to: '2026-01-31' }] },
      '/companies/0/to',
      'link.dates-reversed',
    ],
  ])('refuses %j', (input, pointer, code) => {
    expect(issuesOf(contactInputSchema, input)).toEqual([[pointer, code]]);
  });

  it('gives links routes of their own after the start', () => {
    expect(issuesOf(contactPatchSchema, { companies: [] })).toEqual([['/companies', 'field.unknown']]);
  });
});

describe('the dates of a place', () => {
  it.each([
    [{}, true],
    [{ from: '2026-01-01' }, true],
    [{ to: '2026-01-01' }, true],
    [{ from: '2026-01-01', to: '2026-01-01' }, true],
    [{ from: '2025-12-31', to: '2026-01-01' }, true],
    [{ from: '2026-01-02', to: '2026-01-01' }, false],
  ])('%j in order: %s', (dates, inOrder) => {
    expect(linkDatesInOrder(dates)).toBe(inOrder);
    expect(companyLinkInputSchema.safeParse({ companyId: COMPANY, ...dates }).success).toBe(inOrder);
    expect(contactLinkInputSchema.safeParse({ contactId: CONTACT, ...dates }).success).toBe(inOrder);
  });

  it('are checked on the merged link where a patch names one of them only', () => {
    expect(linkPatchSchema.safeParse({ to: '2020-01-01' }).success).toBe(true);
    expect(linkPatchSchema.safeParse({ from: null, to: null }).success).toBe(true);
  });
});
