import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ApiClient } from '../../shared/api-client.ts';
import { NO_PROGRESS, type Progress } from '../../shared/imports/import.ts';
import { type Card, type Cards, compareCards, readCards } from './cards.ts';
import { type CheckedBase, type Comparison, createComparison } from './comparison.ts';
import { measureAccounts } from './found-totals.ts';
import { bringIn, type List, repeated, tellImports } from './list-import.ts';
import { type Row, readRows } from './rows.ts';

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
/** The file counts revenue in millions of US dollars. */
const MILLION_PLACES = 6;

/** The file as its user sends it: words that no dictionary has are said to stand for others. */
export const accountsList = (fileName: string, content: Uint8Array): List => ({
  fileName,
  content,
  headings: COLUMNS,
  columns: [
    { column: 'account', field: 'company.externalId', source: SOURCE },
    {
      column: 'sector',
      field: 'company.industry',
      values: { technolgy: 'Technology', medical: 'Healthcare' },
    },
    { column: 'revenue', field: 'company.annualRevenue', currency: 'USD', unit: 'million' },
    { column: 'office_location', field: 'company.country', values: { Philipines: 'Philippines' } },
  ],
});

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

/** What the list comes to where nothing of it is here yet. */
const allNew = (rows: number, branches: number): Progress => ({
  ...NO_PROGRESS,
  rows: { read: rows, accepted: rows, rejected: 0 },
  companies: { created: rows, updated: 0, unchanged: 0 },
  parents: { added: branches, unchanged: 0 },
});

/** Holds each card to the branches that the file gives it. */
function compareBranches(branches: readonly Account[], cards: Cards, comparison: Comparison): void {
  for (const [account, { relations }] of cards) {
    const onCard = relations.filter(({ kind }) => kind === 'subsidiary').map(({ name }) => name);
    const inFile = branches.filter(({ subsidiary_of }) => subsidiary_of === account);
    const [one, other] = [onCard, inFile.map((branch) => branch.account)].map((names) =>
      names.toSorted().join(', '),
    );
    if (one !== other) comparison.difference(account, `subsidiaries are ${other}, on the card ${one}`);
  }
}

/** Brings the accounts in, compares each card with its row, and brings them in again, which must change nothing. */
export async function checkAccounts(api: ApiClient, path: string): Promise<CheckedBase> {
  const { rows } = await readRows(path, COLUMNS);
  const comparison = createComparison('B2B');
  const branches = rows.filter(({ subsidiary_of }) => subsidiary_of !== '');
  const list = accountsList(basename(path), await readFile(path));
  await addSectors(api, rows);
  const first = await bringIn(api, list);
  comparison.progress('first import', first, allNew(rows.length, branches.length));

  const ids = rows.map(({ account }) => account);
  const cards = await readCards(api, SOURCE, ids, comparison);
  for (const row of rows) {
    const card = cards.get(row.account);
    if (card) compareAccount(row, card, comparison);
  }
  compareBranches(branches, cards, comparison);
  const measured = await measureAccounts(api, rows, SECTORS, comparison);

  const again = await bringIn(api, list);
  comparison.progress('the same file again', again, repeated(first.run));
  compareCards(cards, await readCards(api, SOURCE, ids, comparison), comparison);
  const told = [
    `first import ${tellImports(first)}`,
    `${cards.size} cards, ${comparison.compared} fields compared`,
    measured,
    `again ${tellImports(again)}`,
  ];
  return { comparison, told: told.join('; ') };
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
