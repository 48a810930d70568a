import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { searchInputSchema } from '../../shared/search/question.ts';
import { createSearchBed, type SearchBed } from '../../tests/equipment/search-bed.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

let bed: TenantBed;
let searching: SearchBed;

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  searching = createSearchBed({ table: bed.table, files: bed.files });
  const companies = [
    { name: 'Приоритет' },
    { name: 'Регион-Сервис' },
    { name: 'Жемчужина', phones: ['+7 916 123-45-67'], emails: ['info@zhemchug.example'] },
    { name: 'Schmidt Werke' },
  ];
  for (const company of companies) {
    const body = { kind: 'company', status: 'prospect', ...company };
    await bed.clients.createCompany(
      { params: undefined, query: undefined, body } as never,
      bed.as(bed.admin),
    );
  }
});
afterAll(() => searching.close());

const found = async (q: string): Promise<unknown[]> => {
  const body = searchInputSchema.parse({ q, fields: ['name'] });
  const answer = await searching.search.searchCompanies(
    { params: undefined, query: undefined, body },
    bed.as(bed.admin),
  );
  return answer.body?.rows.map((row) => row['name']) ?? [];
};

describe('what a person types finds a company', () => {
  it.each([
    ['the beginning of a name whose key begins otherwise', 'При', 'Приоритет'],
    ['the same in Latin letters', 'Prio', 'Приоритет'],
    ['half of a word', 'Реги', 'Регион-Сервис'],
    ['the first letters of a Latin name', 'Sc', 'Schmidt Werke'],
    ['a name without a letter that two Latin ones stand for', 'Емчужина', 'Жемчужина'],
    ['a name with that letter where another one belongs', 'Жемжужина', 'Жемчужина'],
    ['a name with two letters swapped', 'Жемучжина', 'Жемчужина'],
    ['a number grouped with dashes that do not break', '+7 916 123‑45‑67', 'Жемчужина'],
    ['a name with a number', 'Жемчужина 8 (916) 123-45-67', 'Жемчужина'],
    ['an address in brackets', 'Жемчужина <info@zhemchug.example>,', 'Жемчужина'],
    ['where mail goes', '@zhemchug.example', 'Жемчужина'],
  ])('by %s', async (_, typed, name) => expect(await found(typed)).toEqual([name]));

  it('and no other where two letters are wrong', async () => {
    expect(await found('Емчужинка')).toEqual([]);
  });
});
