import type * as z from 'zod';
import type { ApiClient } from '../../shared/api-client.ts';
import { forEachAtMost } from '../../shared/at-most.ts';
import type { cardSchema } from '../../shared/clients/card.ts';
import { type Comparison, createComparison } from './comparison.ts';
import { isSameNumber } from './phones.ts';
import { type Row, readRows } from './rows.ts';
import { type CompanyInput, createCompany } from './upload.ts';

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
/** On a number that a firm has for both: the API keeps a number once. */
const ALSO_FAX = 'telephone and fax';
const AT_A_TIME = 8;

type Card = z.output<typeof cardSchema>;

/** Customers; addresses have commas without quotes, and NULL stands for nothing. */
export async function readCustomers(path: string): Promise<Customer[]> {
  const rows = await readRows(path, COLUMNS, 'address');
  return rows.map((row) => {
    const cells = Object.entries(row).map(([column, cell]) => [column, cell === 'NULL' ? '' : cell]);
    return Object.fromEntries(cells) as Customer;
  });
}

/** The company of a row, as the API takes it. */
export function toCompany(row: Customer): CompanyInput {
  const country = COUNTRIES[row.country];
  if (country === undefined) throw new Error(`${row.customerID}: no code is known of ${row.country}`);
  const phone = { number: row.phone, kind: 'work', country } as const;
  const both = row.phone === row.fax;
  return {
    kind: 'company',
    name: row.companyName,
    status: 'customer',
    addresses: [
      {
        kind: 'actual',
        line: row.address,
        city: row.city,
        ...(row.region === '' ? {} : { region: row.region }),
        ...(row.postalCode === '' ? {} : { postalCode: row.postalCode }),
        country,
      },
    ],
    phones: [
      both ? { ...phone, label: ALSO_FAX } : phone,
      ...(row.fax === '' || both ? [] : [{ number: row.fax, kind: 'fax', country } as const]),
    ],
    externalIds: [{ source: SOURCE, id: row.customerID }],
  };
}

/** The row that a card would have come from, and compares the two. */
export function compareCustomer(row: Customer, card: Card, comparison: Comparison): void {
  const { company, contacts } = card;
  const [address, ...moreAddresses] = company.addresses ?? [];
  const [link, ...morePeople] = contacts;
  const [externalId] = company.externalIds ?? [];
  const phone = company.phones?.find(({ kind }) => kind === 'work');
  const fax = phone?.label === ALSO_FAX ? phone : company.phones?.find(({ kind }) => kind === 'fax');
  const country = address?.country ?? '';
  const [written] = Object.entries(COUNTRIES).find(([, code]) => code === country) ?? [];
  const asWritten = (inFile: string, stored: typeof phone): string | undefined =>
    stored && isSameNumber(inFile, stored, country) ? inFile : stored?.number;
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
    phone: asWritten(row.phone, phone),
    fax: asWritten(row.fax, fax),
  };
  for (const column of COLUMNS) comparison.field(row.customerID, column, row[column], onCard[column]);
  if (moreAddresses.length > 0 || morePeople.length > 0 || (company.phones?.length ?? 0) > 2) {
    comparison.difference(row.customerID, 'the card has more than the file');
  }
}

interface CustomersComparison extends Comparison {
  /** How many numbers of the file are stored to be dialled, and how many as written. */
  readonly numbers: { readonly dialable: number; readonly asWritten: number };
}

/** Puts the customers in, reads their cards back, looks them up, and compares. */
export async function checkCustomers(
  api: ApiClient,
  rows: readonly Customer[],
): Promise<CustomersComparison> {
  const comparison = createComparison('Northwind');
  const numbers = { dialable: 0, asWritten: 0 };
  await forEachAtMost(AT_A_TIME, rows, async (row) => {
    const companyId = await createCompany(api, toCompany(row));
    const companies = [{ companyId, jobTitle: row.contactTitle, primary: true }];
    await api.createContact({ body: { name: row.contactName, companies } });
    const { data: card } = await api.readCard({ params: { id: companyId } });
    compareCustomer(row, card, comparison);
    const find = async (key: 'phone' | 'externalId', value: string): Promise<void> => {
      const { data } = await api.lookup({ query: { [key]: value } });
      if (!data.hits.some(({ id }) => id === companyId))
        comparison.difference(row.customerID, `no ${key} ${value} is found`);
    };
    await find('externalId', `${SOURCE}:${row.customerID}`);
    for (const { number, dialable, label } of card.company.phones ?? []) {
      numbers[dialable ? 'dialable' : 'asWritten'] += label === ALSO_FAX ? 2 : 1;
      if (dialable) await find('phone', number);
    }
  });
  return Object.assign(comparison, { numbers });
}
