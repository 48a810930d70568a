import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { cardSchema } from '../../shared/clients/card.ts';
import { companyInputSchema } from '../../shared/clients/company.ts';
import { normaliseChannels } from '../../shared/clients/normalise.ts';
import { EMPTY_STATS } from '../../shared/clients/stats.ts';
import { bindMapping } from '../../shared/imports/binding.ts';
import { guessMapping } from '../../shared/imports/guessing.ts';
import { NO_PROGRESS } from '../../shared/imports/import.ts';
import { importOptionsSchema } from '../../shared/imports/mapping.ts';
import { readRow } from '../../shared/imports/reading-row.ts';
import { type Account, accountsList, compareAccount, toMillions } from './accounts.ts';
import { type Card, compareCards } from './cards.ts';
import { createComparison } from './comparison.ts';
import { completed, type List, repeated } from './list-import.ts';
import { type Customer, compareCustomer, customersList, readCustomers } from './northwind.ts';
import { isSameNumber } from './phones.ts';
import { compareRefused, mend, readRefused } from './refused-rows.ts';
import { joinLoose } from './rows.ts';

const ID = '01KA9ZQ4T8E3M6X0V7B2C5D9FG';
const OTHER_ID = '01KA9ZQ4T8E3M6X0V7B2C5D9FH';
const AT = '2026-11-23T09:00:00.000Z';
const STAMP = { createdAt: AT, createdBy: ID, updatedAt: AT, updatedBy: ID };

const CUSTOMER: Customer = {
  customerID: 'MUSTR',
  companyName: 'Muster & Söhne',
  contactName: 'Erika Muster',
  contactTitle: 'Owner',
  address: 'Hof 3, Aufgang B',
  city: 'Berlin',
  region: '',
  postalCode: '01234',
  country: 'Germany',
  phone: '030-23125000',
  fax: '',
};
const ACCOUNT: Account = {
  account: 'Muster Co',
  sector: 'technolgy',
  year_established: '1996',
  revenue: '1100.04',
  employees: '2822',
  office_location: 'Philipines',
  subsidiary_of: 'Muster Group',
};

const NOTHING = new Uint8Array();
const CUSTOMERS = customersList('customers.csv', NOTHING);
const ACCOUNTS = accountsList('accounts.csv', NOTHING);

/** The card that the product would make of a row of a list. */
function cardOf(list: List, row: Readonly<Record<string, string>>, more: Partial<Card> = {}): Card {
  const bound = bindMapping(list.headings, completed(guessMapping(list.headings), list));
  if ('issues' in bound) throw new Error(JSON.stringify(bound.issues));
  const words = {
    entry: (_: string, word: string) => word.toLowerCase(),
    user: () => undefined,
    team: () => undefined,
  };
  const context = { words, country: 'RU', currency: 'RUB', zone: 'UTC' } as const;
  const options = importOptionsSchema.parse(list.options ?? {});
  const reading = readRow(Object.values(row), bound, options, context);
  if (!('row' in reading)) throw new Error(JSON.stringify(reading.issues));
  const stored = normaliseChannels(companyInputSchema.parse(reading.row.company), 'RU');
  if ('issues' in stored) throw new Error(JSON.stringify(stored.issues));
  return cardSchema.parse({
    company: { ...stored.value, id: ID, version: 1, ...STAMP },
    contacts: [],
    relations: [],
    documents: { latest: [], count: 0 },
    timeline: { entries: [] },
    stats: EMPTY_STATS,
    ...more,
  });
}

const PEOPLE: Card['contacts'] = [
  {
    id: ID,
    companyId: ID,
    contactId: OTHER_ID,
    jobTitle: CUSTOMER.contactTitle,
    contact: { name: CUSTOMER.contactName, version: 1 },
    version: 1,
    ...STAMP,
  },
];

test('a column with commas of its own is told from both ends', () => {
  expect(joinLoose(['a', 'b', 'c'], 3, 1)).toEqual(['a', 'b', 'c']);
  expect(joinLoose(['a', 'b', ' b2', 'b3', 'c'], 3, 1)).toEqual(['a', 'b, b2,b3', 'c']);
});

test('reads customers, and refuses a file of another shape', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kartoteka-rows-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'customers.csv');
  const heading = Object.keys(CUSTOMER).join(',');
  const row = Object.values(CUSTOMER).map((cell) => cell || 'NULL');
  await writeFile(path, `${heading}\r\n${row.join(',')}\r\n`);
  expect(await readCustomers(path)).toEqual({ rows: [CUSTOMER], ragged: [2] });
  await writeFile(path, `${heading}\n${row.slice(2).join(',')}\n`);
  await expect(readCustomers(path)).rejects.toThrow('line 2: 10 cells for 11 columns');
  await writeFile(path, 'id,name\n');
  await expect(readCustomers(path)).rejects.toThrow('other columns');
});

test('a customer comes back as it was; each field that did not is told', () => {
  const good = createComparison('Northwind');
  compareCustomer(CUSTOMER, cardOf(CUSTOMERS, CUSTOMER, { contacts: PEOPLE }), good);
  expect(good).toMatchObject({ compared: 11, differences: [] });

  const bad = createComparison('Northwind');
  for (const column of Object.keys(CUSTOMER) as (keyof Customer)[]) {
    const altered = column === 'country' ? 'Austria' : `${CUSTOMER[column]}9`;
    compareCustomer(
      { ...CUSTOMER, [column]: altered },
      cardOf(CUSTOMERS, CUSTOMER, { contacts: PEOPLE }),
      bad,
    );
  }
  expect(bad.differences).toHaveLength(11);
  expect(bad.differences[0]).toContain('customerID: the file has "MUSTR9", the card "MUSTR"');
});

test('one number for telephone and fax is both on the card', () => {
  const row = { ...CUSTOMER, fax: CUSTOMER.phone };
  const card = cardOf(CUSTOMERS, row, { contacts: PEOPLE });
  expect(card.company.phones).toHaveLength(2);
  const comparison = createComparison('Northwind');
  compareCustomer(row, card, comparison);
  expect(comparison.differences).toEqual([]);
});

test('an account comes back as it was; each field that did not is told', () => {
  const relation = {
    kind: 'parent',
    companyId: OTHER_ID,
    name: 'Muster Group',
    createdAt: AT,
    createdBy: ID,
  } as const;
  const card = cardOf(ACCOUNTS, ACCOUNT, { relations: [relation] });
  const good = createComparison('B2B');
  compareAccount(ACCOUNT, card, good);
  expect(good).toMatchObject({ compared: 7, differences: [] });
  const bad = createComparison('B2B');
  for (const column of Object.keys(ACCOUNT))
    compareAccount({ ...ACCOUNT, [column]: `${ACCOUNT.account}9` }, card, bad);
  expect(bad.differences).toHaveLength(7);
});

test('an amount is read back as millions, whatever the digits', () => {
  expect(cardOf(ACCOUNTS, ACCOUNT).company.finances?.annualRevenue).toEqual({
    amount: '1100040000.00',
    currency: 'USD',
  });
  expect(toMillions('52500000.00')).toBe('52.5');
  expect(toMillions('4618000000.00')).toBe('4618');
  expect(toMillions('70000.01')).toBe('0.07000001');
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), (cents) => {
      const amount = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
      const [whole = '', fraction = ''] = toMillions(amount).split('.');
      expect(fraction).not.toMatch(/0$/);
      expect(BigInt(whole + fraction.padEnd(8, '0'))).toBe(cents);
    }),
  );
});

test('a stored number is the written one with the country in front', () => {
  expect(isSameNumber('030-0074321', { number: '+49300074321', dialable: true }, 'DE')).toBe(true);
  expect(isSameNumber('011-4988260', { number: '+390114988260', dialable: true }, 'IT')).toBe(true);
  expect(isSameNumber('030-0074321', { number: '+49300074322', dialable: true }, 'DE')).toBe(false);
  expect(isSameNumber('030-0074321', { number: '+43300074321', dialable: true }, 'DE')).toBe(false);
  expect(isSameNumber('2967 542', { number: '2967 542', dialable: false }, 'IE')).toBe(true);
  expect(isSameNumber('2967 542', { number: '2967542', dialable: false }, 'IE')).toBe(false);
});

const REFUSED =
  '\uFEFFLine of the file,Error code,What to do,id,name,address,city\r\n' +
  '2,csv.ragged,"Put it, in quotes.",1,"Анна ""А""","Гоголя 1"," кв. 2",б,Тверь\r\n';

test('refused rows are mended as a person would', () => {
  const columns = ['id', 'name', 'address', 'city'];
  const refused = readRefused(REFUSED, columns);
  expect(refused).toMatchObject([{ cells: ['1', 'Анна "А"', 'Гоголя 1', ' кв. 2', 'б', 'Тверь'] }]);
  const mended = mend(refused, columns, 'address').split('\r\n');
  expect(mended[1]).toMatch(
    /^"2","csv.ragged","Put it, in quotes.","1","Анна ""А""","Гоголя 1, кв. 2,б","Тверь"$/,
  );
  expect(() => readRefused(REFUSED, columns.slice(1))).toThrow('other columns');

  const comparison = createComparison('B2B');
  compareRefused(refused, [2], comparison);
  expect(comparison.differences).toEqual([]);
  compareRefused(refused, [2, 5], comparison);
  compareRefused(refused, [], comparison);
  expect(comparison.differences).toHaveLength(2);
});

test('what an import comes to is held to what it has to, in both of its passes', () => {
  const first = {
    ...NO_PROGRESS,
    rows: { read: 3, accepted: 2, rejected: 1 },
    companies: { created: 1, updated: 1, unchanged: 0 },
    parents: { added: 1, unchanged: 0 },
  };
  const again = repeated(first);
  expect(again).toEqual({
    ...first,
    companies: { created: 0, updated: 0, unchanged: 2 },
    parents: { added: 0, unchanged: 1 },
  });
  const comparison = createComparison('B2B');
  comparison.progress('again', { dryRun: again, run: again }, again);
  expect(comparison.differences).toEqual([]);
  comparison.progress('again', { dryRun: again, run: first }, again);
  comparison.progress('again', { dryRun: first, run: again }, again);
  expect(comparison.differences).toHaveLength(2);
});

test('a card that has changed, or is gone, is told', () => {
  const card = cardOf(ACCOUNTS, ACCOUNT);
  const comparison = createComparison('B2B');
  compareCards(new Map([['a', card]]), new Map([['a', structuredClone(card)]]), comparison);
  expect(comparison.differences).toEqual([]);
  const changed = { ...card, company: { ...card.company, version: 2 } };
  compareCards(new Map([['a', card]]), new Map([['a', changed]]), comparison);
  compareCards(new Map([['a', card]]), new Map(), comparison);
  expect(comparison.differences).toHaveLength(2);
});

test('the guess is completed, and no column may stay without meaning', () => {
  const headings = ['account', 'revenue', 'unheard of'];
  const list: List = { ...ACCOUNTS, headings: headings.slice(0, 2) };
  const mapping = completed(guessMapping(headings), list);
  expect(mapping.filter(({ column }) => column === 'account').map(({ field }) => field)).toEqual([
    'company.name',
    'company.externalId',
  ]);
  expect(mapping.filter(({ column }) => column === 'revenue')).toMatchObject([{ unit: 'million' }]);
  expect(() => completed(guessMapping(headings), { ...list, headings })).toThrow('unheard of');
});
