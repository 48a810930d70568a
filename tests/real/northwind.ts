import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ApiClient } from '../../shared/api-client.ts';
import { NO_PROGRESS, type Progress } from '../../shared/imports/import.ts';
import { type Card, type Cards, compareCards, findByNumbers, readCards } from './cards.ts';
import { type CheckedBase, type Comparison, createComparison } from './comparison.ts';
import { findCustomers } from './found-totals.ts';
import { bringIn, type List, repeated, tellImports } from './list-import.ts';
import { isSameNumber } from './phones.ts';
import { compareRefused, downloadRefused, mend, readRefused } from './refused-rows.ts';
import { type FileRows, type Row, readRows } from './rows.ts';

const COLUMNS = [
  'customerID',
  'companyName',
  'contactName',
  'contactTitle',
  'address',
  'city',
  'region',
  'postalCode',
  'country',
  'phone',
  'fax',
] as const;
export type Customer = Row<(typeof COLUMNS)[number]>;

/** What the file calls countries. */
const COUNTRIES: Readonly<Record<string, string>> = {
  Argentina: 'AR',
  Austria: 'AT',
  Belgium: 'BE',
  Brazil: 'BR',
  Canada: 'CA',
  Denmark: 'DK',
  Finland: 'FI',
  France: 'FR',
  Germany: 'DE',
  Ireland: 'IE',
  Italy: 'IT',
  Mexico: 'MX',
  Norway: 'NO',
  Poland: 'PL',
  Portugal: 'PT',
  Spain: 'ES',
  Sweden: 'SE',
  Switzerland: 'CH',
  UK: 'GB',
  USA: 'US',
  Venezuela: 'VE',
};

const SOURCE = 'northwind';

/** Customers as they stand in the file: addresses have commas without quotes, and NULL stands for nothing. */
export async function readCustomers(path: string): Promise<FileRows<keyof Customer>> {
  const { rows, ragged } = await readRows(path, COLUMNS, 'address');
  const filled = rows.map((row) => {
    const cells = Object.entries(row).map(([column, cell]) => [column, cell === 'NULL' ? '' : cell]);
    return Object.fromEntries(cells) as Customer;
  });
  return { rows: filled, ragged };
}

/** The file, or a part of it, as its user sends it. */
export const customersList = (fileName: string, content: Uint8Array): List => ({
  fileName,
  content,
  headings: COLUMNS,
  columns: [{ column: 'customerID', field: 'company.externalId', source: SOURCE }],
  options: { keepUndialable: true, emptyWords: ['NULL'] },
});

/** The row that a card would have come from, and compares the two. */
export function compareCustomer(row: Customer, card: Card, comparison: Comparison): void {
  const { company, contacts } = card;
  const [address, ...moreAddresses] = company.addresses ?? [];
  const [link, ...morePeople] = contacts;
  const [externalId] = company.externalIds ?? [];
  const { phones = [] } = company;
  const country = address?.country ?? '';
  const [written] = Object.entries(COUNTRIES).find(([, code]) => code === country) ?? [];
  const numberOf = (kind: 'work' | 'fax', inFile: string): string | undefined => {
    const stored = phones.find((phone) => phone.kind === kind);
    return stored && isSameNumber(inFile, stored, country) ? inFile : stored?.number;
  };
  const onCard: Readonly<Record<keyof Customer, string | undefined>> = {
    customerID: externalId?.source === SOURCE ? externalId.id : undefined,
    companyName: company.name,
    contactName: link?.contact.name,
    contactTitle: link?.jobTitle,
    address: address?.line,
    city: address?.city,
    region: address?.region,
    postalCode: address?.postalCode,
    country: written,
    phone: numberOf('work', row.phone),
    fax: numberOf('fax', row.fax),
  };
  for (const column of COLUMNS) comparison.field(row.customerID, column, row[column], onCard[column]);
  const kinds = new Set(phones.map(({ kind }) => kind));
  if (moreAddresses.length > 0 || morePeople.length > 0 || phones.length > kinds.size || kinds.size > 2) {
    comparison.difference(row.customerID, 'the card has more than the file');
  }
}

/** What a list of so many rows with a firm and a person each comes to where none of it is here yet. */
const allNew = (read: number, rejected: number): Progress => ({
  ...NO_PROGRESS,
  rows: { read, accepted: read - rejected, rejected },
  companies: { created: read - rejected, updated: 0, unchanged: 0 },
  contacts: { created: read - rejected, updated: 0, unchanged: 0 },
});

/** How many numbers are stored to be dialled, and how many as written. */
function numbersOf(cards: Cards): string {
  const phones = [...cards.values()].flatMap(({ company }) => company.phones ?? []);
  const dialable = phones.filter((phone) => phone.dialable).length;
  return `${dialable} of ${phones.length} telephones can be dialled, ${phones.length - dialable} are kept as written`;
}

/**
 * Brings the customers in as they stand, mends what was refused and brings that in, too; compares each card with its row; and
 * does all of it again, which must change nothing.
 */
export async function checkCustomers(api: ApiClient, path: string): Promise<CheckedBase> {
  const { rows, ragged } = await readCustomers(path);
  const comparison = createComparison('Northwind');
  const whole = customersList(basename(path), await readFile(path));
  const first = await bringIn(api, whole);
  comparison.progress('first import', first, allNew(rows.length, ragged.length));
  const refused = readRefused(await downloadRefused(api, first.id), COLUMNS);
  compareRefused(refused, ragged, comparison);
  const mended = customersList('mended.csv', Buffer.from(mend(refused, COLUMNS, 'address')));
  const second = await bringIn(api, mended);
  comparison.progress('import of the mended rows', second, allNew(ragged.length, 0));

  const ids = rows.map(({ customerID }) => customerID);
  const cards = await readCards(api, SOURCE, ids, comparison);
  for (const row of rows) {
    const card = cards.get(row.customerID);
    if (card) compareCustomer(row, card, comparison);
  }
  await findByNumbers(api, cards, comparison);
  const found = await findCustomers(api, rows, COUNTRIES, comparison);

  const again = await bringIn(api, whole);
  comparison.progress('the same file again', again, repeated(first.run));
  const mendedAgain = await bringIn(api, mended);
  comparison.progress('the mended rows again', mendedAgain, repeated(second.run));
  compareCards(cards, await readCards(api, SOURCE, ids, comparison), comparison);
  const told = [
    `first import ${tellImports(first)}`,
    `mended rows ${tellImports(second)}`,
    `${cards.size} cards, ${comparison.compared} fields compared`,
    numbersOf(cards),
    found,
    `both again ${tellImports(again, mendedAgain)}`,
  ];
  return { comparison, told: told.join('; ') };
}
