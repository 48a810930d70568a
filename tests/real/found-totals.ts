/**
 * Questions over a base that was brought in, held to what its file says. Nothing of the expected figures is taken from the product:
 * they are counted in the rows.
 */
import type { ApiClient } from '../../shared/api-client.ts';
import { foldCase } from '../../shared/search/fold.ts';
import type { Account } from './accounts.ts';
import type { Comparison } from './comparison.ts';
import type { Customer } from './northwind.ts';

type Counts = Readonly<Record<string, number>>;
type Chart = Awaited<ReturnType<ApiClient['aggregateCompanies']>>['data'];

/** How often each value stands in the rows; rows without one have none. */
function counted(values: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const value of values) if (value !== '') counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** The first measure of each group that has a key. */
const groupsOf = ({ groups }: Chart): Counts =>
  Object.fromEntries(
    groups.flatMap(({ keys: [key], values: [value] }) =>
      key === undefined || key.value === null ? [] : [[String(key.value), Number(value)]],
    ),
  );

function same(comparison: Comparison, what: string, expected: unknown, found: unknown): void {
  const sorted = (value: unknown): string =>
    JSON.stringify(typeof value === 'object' && value !== null ? Object.entries(value).toSorted() : value);
  comparison.field('questions', what, sorted(expected), sorted(found));
}

const withoutAccents = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');

/** The middle amount of minor units, or the mean of the two middle ones, as decimal text of the column's scale. */
function medianOf(units: readonly bigint[]): number {
  const sorted = units.toSorted((one, other) => (one < other ? -1 : Number(one > other)));
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.reduce((sum, value) => sum + Number(value), 0) / middle.length;
}

/** Customers: how many, by country, and each found by its name, its person, and the end of its telephone number. */
export async function findCustomers(
  api: ApiClient,
  rows: readonly Customer[],
  codes: Readonly<Record<string, string>>,
  comparison: Comparison,
): Promise<string> {
  const [{ data: page }, { data: people }, { data: chart }] = await Promise.all([
    api.searchCompanies({ body: { limit: 1 } }),
    api.searchContacts({ body: { limit: 1 } }),
    api.aggregateCompanies({ body: { groupBy: [{ field: 'countries' }] } }),
  ]);
  same(comparison, 'companies', rows.length, page.total);
  same(comparison, 'people', rows.length, people.total);
  same(
    comparison,
    'companies by country',
    counted(rows.map(({ country }) => codes[country] ?? '')),
    groupsOf(chart),
  );
  let asked = 0;
  const find = async (row: Customer, q: string): Promise<void> => {
    asked += 1;
    const body = { q, limit: 50, fields: ['name'] };
    const { data } = await api.searchCompanies({ body });
    if (!data.rows.some((found) => found['name'] === row.companyName))
      comparison.difference(row.customerID, `is not found by ${JSON.stringify(q)}`);
  };
  for (const row of rows) {
    await find(row, withoutAccents(row.companyName).toUpperCase());
    await find(row, withoutAccents(row.contactName).toLowerCase());
    const digits = row.phone.replaceAll(/\D/g, '');
    if (digits.length >= 6) await find(row, digits.slice(-6));
  }
  return `${asked} searches by name, person and number`;
}

/** Accounts: how many, by sector, their revenue in sum and median, and those that are large. */
export async function measureAccounts(
  api: ApiClient,
  rows: readonly Account[],
  sectors: Readonly<Record<string, { readonly id: string }>>,
  comparison: Comparison,
): Promise<string> {
  const large = { field: 'employees', op: 'gte', value: 1_000 } as const;
  const [{ data: page }, { data: bySector }, { data: revenue }, { data: withinSector }] = await Promise.all([
    api.searchCompanies({ body: { filter: large, limit: 500, fields: ['name'] } }),
    api.aggregateCompanies({ body: { groupBy: [{ field: 'industry' }] } }),
    api.aggregateCompanies({
      body: {
        measures: [
          { measure: 'count' },
          { measure: 'sum', field: 'annualRevenue', currency: 'USD' },
          { measure: 'median', field: 'annualRevenue', currency: 'USD' },
        ],
      },
    }),
    api.aggregateCompanies({
      body: { groupBy: [{ field: 'industry' }], measures: [{ measure: 'count', where: large }] },
    }),
  ]);
  const idOf = ({ sector }: Account): string => sectors[sector]?.id ?? '';
  const isLarge = ({ employees }: Account): boolean => Number(employees) >= 1_000;
  const cents = rows.map(({ revenue: millions }) => BigInt(Math.round(Number(millions) * 100)) * 1_000_000n);
  const sum = cents.reduce((total, value) => total + value, 0n);
  const [count, total, median] = revenue.totals as [number, { amount: string }, { amount: string }];
  same(comparison, 'accounts', rows.length, count);
  same(comparison, 'accounts by sector', counted(rows.map(idOf)), groupsOf(bySector));
  same(comparison, 'revenue in all', `${sum / 100n}.${String(sum % 100n).padStart(2, '0')}`, total.amount);
  same(comparison, 'median revenue', medianOf(cents) / 100, Number(median.amount));
  const names = (found: readonly string[]): string[] => found.map(foldCase).toSorted();
  same(
    comparison,
    'accounts of 1,000 people and more',
    names(rows.filter(isLarge).map(({ account }) => account)),
    names(page.rows.map((row) => String(row['name']))),
  );
  const expected = counted(rows.filter(isLarge).map(idOf));
  const found = Object.fromEntries(Object.entries(groupsOf(withinSector)).filter(([, number]) => number > 0));
  same(comparison, 'large accounts by sector', expected, found);
  return `${count} accounts with ${total.amount} USD of revenue, ${page.total} of 1,000 people and more`;
}
