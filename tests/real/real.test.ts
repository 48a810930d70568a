import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type * as z from 'zod';
import { cardSchema } from '../../shared/clients/card.ts';
import { companyInputSchema } from '../../shared/clients/company.ts';
import { normaliseChannels } from '../../shared/clients/normalise.ts';
import { EMPTY_STATS } from '../../shared/clients/stats.ts';
import {
  type Account,
  compareAccount,
  fromMillions,
  toCompany as toAccount,
  toMillions,
} from './accounts.ts';
import { createComparison } from './comparison.ts';
import { type Customer, compareCustomer, readCustomers, toCompany } from './northwind.ts';
import { isSameNumber } from './phones.ts';
import { joinLoose } from './rows.ts';

type Card = z.output<typeof cardSchema>;

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

/** The card that the product would answer with. */
function cardOf(input: object, more: Partial<Card> = {}): Card {
  const stored = normaliseChannels(companyInputSchema.parse(input), 'RU');
  if ('issues' in stored) throw new Error(JSON.stringify(stored.issues));
  return cardSchema.parse({
    company: { ...stored.value, id: ID, version: 1, ...STAMP },
    contacts: [],
    relations: [],
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
  expect(await readCustomers(path)).toEqual([CUSTOMER]);
  await writeFile(path, `${heading}\n${row.slice(2).join(',')}\n`);
  await expect(readCustomers(path)).rejects.toThrow('line 2: 10 cells for 11 columns');
  await writeFile(path, 'id,name\n');
  await expect(readCustomers(path)).rejects.toThrow('other columns');
});

test('a customer comes back as it was; each field that did not is told', () => {
  const good = createComparison('Northwind');
  compareCustomer(CUSTOMER, cardOf(toCompany(CUSTOMER), { contacts: PEOPLE }), good);
  expect(good).toMatchObject({ compared: 11, differences: [] });

  const bad = createComparison('Northwind');
  for (const column of Object.keys(CUSTOMER) as (keyof Customer)[]) {
    const altered = column === 'country' ? 'Austria' : `${CUSTOMER[column]}9`;
    compareCustomer(
      { ...CUSTOMER, [column]: altered },
      cardOf(toCompany(CUSTOMER), { contacts: PEOPLE }),
      bad,
    );
  }
  expect(bad.differences).toHaveLength(11);
  expect(bad.differences[0]).toContain('customerID: the file has "MUSTR9", the card "MUSTR"');
});

test('one number for telephone and fax is kept once and read as both', () => {
  const row = { ...CUSTOMER, fax: CUSTOMER.phone };
  const card = cardOf(toCompany(row), { contacts: PEOPLE });
  expect(card.company.phones).toHaveLength(1);
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
  const card = cardOf(toAccount(ACCOUNT), { relations: [relation] });
  const good = createComparison('B2B');
  compareAccount(ACCOUNT, card, good);
  expect(good).toMatchObject({ compared: 7, differences: [] });
  const bad = createComparison('B2B');
  for (const column of Object.keys(ACCOUNT))
    compareAccount({ ...ACCOUNT, [column]: `${ACCOUNT.account}9` }, card, bad);
  expect(bad.differences).toHaveLength(7);
});

test('millions and amounts are the same money, whatever the digits', () => {
  expect(fromMillions('1100.04')).toBe('1100040000');
  expect(fromMillions('0.5')).toBe('500000');
  expect(toMillions('52500000.00')).toBe('52.5');
  expect(toMillions('4618000000.00')).toBe('4618');
  expect(toMillions('70000.01')).toBe('0.07000001');
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), (units) => {
      const [whole, cents] = [units / 10_000n, units % 10_000n];
      const millions = `${whole}${cents === 0n ? '' : `.${String(cents).padStart(4, '0').replace(/0+$/, '')}`}`;
      expect(toMillions(`${fromMillions(millions)}.00`)).toBe(millions);
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
