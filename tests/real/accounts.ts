import type * as z from 'zod';
import type { ApiClient } from '../../shared/api-client.ts';
import { forEachAtMost } from '../../shared/at-most.ts';
import type { cardSchema } from '../../shared/clients/card.ts';
import { type Comparison, createComparison } from './comparison.ts';
import { type Row, readRows } from './rows.ts';
import { type CompanyInput, createCompany } from './upload.ts';

const COLUMNS = [
  'account',
  'sector',
  'year_established',
  'revenue',
  'employees',
  'office_location',
  'subsidiary_of',
] as const;
export type Account = Row<(typeof COLUMNS)[number]>;

/** What the file calls countries, its slips of the pen among them. */
const COUNTRIES: Readonly<Record<string, string>> = {
  Belgium: 'BE',
  Brazil: 'BR',
  China: 'CN',
  Germany: 'DE',
  Italy: 'IT',
  Japan: 'JP',
  Jordan: 'JO',
  Kenya: 'KE',
  Korea: 'KR',
  Norway: 'NO',
  Panama: 'PA',
  Philipines: 'PH',
  Poland: 'PL',
  Romania: 'RO',
  'United States': 'US',
};

/** Sectors of the file as entries of the dictionary `industries`, under their right names. */
const SECTORS: Readonly<Record<string, { readonly id: string; readonly ru: string; readonly en: string }>> = {
  employment: { id: 'employment', ru: 'Подбор персонала', en: 'Employment' },
  entertainment: { id: 'entertainment', ru: 'Развлечения', en: 'Entertainment' },
  finance: { id: 'finance', ru: 'Финансы', en: 'Finance' },
  marketing: { id: 'marketing', ru: 'Маркетинг', en: 'Marketing' },
  medical: { id: 'healthcare', ru: 'Здравоохранение', en: 'Healthcare' },
  retail: { id: 'retail', ru: 'Розничная торговля', en: 'Retail' },
  services: { id: 'services', ru: 'Услуги', en: 'Services' },
  software: { id: 'software', ru: 'Программное обеспечение', en: 'Software' },
  technolgy: { id: 'technology', ru: 'Технологии', en: 'Technology' },
  telecommunications: { id: 'telecommunications', ru: 'Связь', en: 'Telecommunications' },
};

const SOURCE = 'b2b-sales';
const AT_A_TIME = 8;
/** The file counts revenue in millions of US dollars. */
const MILLION_PLACES = 6;

type Card = z.output<typeof cardSchema>;

export const readAccounts = (path: string): Promise<Account[]> => readRows(path, COLUMNS);

/** Millions with a point as a whole amount: `1100.04` is `1100040000`. */
export function fromMillions(millions: string): string {
  const [whole = '', fraction = ''] = millions.split('.');
  return (whole + fraction.padEnd(MILLION_PLACES, '0')).replace(/^0+(?=\d)/, '');
}

/** An amount in millions as the file writes it, without zeros at the end. */
export function toMillions(amount: string): string {
  const [whole = '', cents = ''] = amount.split('.');
  const digits = whole.padStart(MILLION_PLACES + 1, '0') + cents;
  const fraction = digits
    .slice(whole.length > MILLION_PLACES ? whole.length - MILLION_PLACES : 1)
    .replace(/0+$/, '');
  const millions = digits.slice(0, Math.max(1, whole.length - MILLION_PLACES));
  return fraction === '' ? millions : `${millions}.${fraction}`;
}

/** The company of a row, as the API takes it. */
export function toCompany(row: Account): CompanyInput {
  const sector = SECTORS[row.sector];
  const country = COUNTRIES[row.office_location];
  if (sector === undefined || country === undefined) {
    throw new Error(`${row.account}: nothing is known of ${row.sector} or ${row.office_location}`);
  }
  return {
    kind: 'company',
    name: row.account,
    industry: sector.id,
    foundedYear: Number(row.year_established),
    employees: Number(row.employees),
    finances: { annualRevenue: { amount: fromMillions(row.revenue), currency: 'USD' } },
    addresses: [{ kind: 'actual', country }],
    externalIds: [{ source: SOURCE, id: row.account }],
  };
}

const keyOf = (
  entries: readonly (readonly [string, string])[],
  value: string | undefined,
): string | undefined => entries.find(([, known]) => known === value)?.[0];

/** Compares a card with the row that it came from. */
export function compareAccount(row: Account, card: Card, comparison: Comparison): void {
  const { company, relations } = card;
  const revenue = company.finances?.annualRevenue;
  const parents = relations.filter(({ kind }) => kind === 'parent');
  const sectors = Object.entries(SECTORS).map(([name, { id }]) => [name, id] as const);
  const onCard: Readonly<Record<keyof Account, string | undefined>> = {
    account: company.name,
    sector: keyOf(sectors, company.industry),
    year_established: company.foundedYear?.toString(),
    revenue: revenue?.currency === 'USD' ? toMillions(revenue.amount) : undefined,
    employees: company.employees?.toString(),
    office_location: keyOf(Object.entries(COUNTRIES), company.addresses?.[0]?.country),
    subsidiary_of: parents[0]?.name,
  };
  for (const column of COLUMNS) comparison.field(row.account, column, row[column], onCard[column]);
  if (parents.length > 1) comparison.difference(row.account, 'the card has more than one parent');
}

/** Puts the accounts in with their parents, reads their cards back from both sides, and compares. */
export async function checkAccounts(api: ApiClient, rows: readonly Account[]): Promise<Comparison> {
  await addSectors(api, rows);
  const ids = new Map<string, string>();
  await forEachAtMost(AT_A_TIME, rows, async (row) => {
    ids.set(row.account, await createCompany(api, toCompany(row)));
  });
  const idOf = (account: string): string => {
    const id = ids.get(account);
    if (id === undefined) throw new Error(`The file names ${account}, and has no such account`);
    return id;
  };
  const branches = rows.filter(({ subsidiary_of }) => subsidiary_of !== '');
  await forEachAtMost(AT_A_TIME, branches, async ({ account, subsidiary_of }) => {
    const body = { kind: 'parent', companyId: idOf(subsidiary_of) } as const;
    await api.relateCompanies({ params: { id: idOf(account) }, body });
  });

  const comparison = createComparison('B2B');
  await forEachAtMost(AT_A_TIME, rows, async (row) => {
    const { data: card } = await api.readCard({ params: { id: idOf(row.account) } });
    compareAccount(row, card, comparison);
    const subsidiaries = card.relations.filter(({ kind }) => kind === 'subsidiary').map(({ name }) => name);
    const inFile = branches
      .filter(({ subsidiary_of }) => subsidiary_of === row.account)
      .map(({ account }) => account);
    if (subsidiaries.sort().join() !== inFile.sort().join()) {
      comparison.difference(
        row.account,
        `subsidiaries are ${inFile.join(', ')}, on the card ${subsidiaries.join(', ')}`,
      );
    }
    const found = await api.lookup({ query: { externalId: `${SOURCE}:${row.account}` } });
    const { hits } = found.data;
    if (hits.length !== 1 || hits[0]?.id !== idOf(row.account))
      comparison.difference(row.account, 'not found by its external id');
  });
  return comparison;
}

/** A new organisation has a dictionary of industries: what it lacks is added. */
async function addSectors(api: ApiClient, rows: readonly Account[]): Promise<void> {
  const params = { dictionary: 'industries' } as const;
  const { data } = await api.listEntries({ params });
  const known = new Set(data.entries.map(({ id }) => id));
  for (const sector of new Set(rows.map((row) => row.sector))) {
    const entry = SECTORS[sector];
    if (entry === undefined || known.has(entry.id)) continue;
    const { id, ru, en } = entry;
    await api.createEntry({ params, body: { id, labels: { ru, en } } });
  }
}
