import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startRunningStack } from '../e2e/running-stack.ts';
import { checkAccounts } from './accounts.ts';
import { checkCustomers } from './northwind.ts';

const CUSTOMERS = [
  'customerID,companyName,contactName,contactTitle,address,city,region,postalCode,country,phone,fax',
  'MUSTR,Muster & Söhne,Erika Muster,Owner,Hof 3, Aufgang B,Berlin,NULL,01234,Germany,030-23125000,030-23125000',
  'EXEMP,Exemple,Jean Exemple,Sales Agent,Rue 5,Paris,NULL,75001,France,1234,NULL',
];
const ACCOUNTS = [
  'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
  'Muster Co,technolgy,1996,1100.04,2822,Philipines,Muster Group',
  'Muster Group,medical,1999,0.5,7,Korea,',
];

test('invented bases of the same form come in, come back as they were, and come in again', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kartoteka-bases-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [customers, accounts] = [join(folder, 'customers.csv'), join(folder, 'accounts.csv')];
  await writeFile(customers, `${CUSTOMERS.join('\n')}\n`);
  await writeFile(accounts, `${ACCOUNTS.join('\n')}\n`);
  const running = await startRunningStack();
  onTestFinished(() => running.stop());
  const [first, second] = [await running.provision('Клиенты'), await running.provision('Счета')];

  const northwind = await checkCustomers(first.admin.api, customers);
  expect(northwind.comparison.differences).toEqual([]);
  expect(northwind.comparison.compared).toBe(25);
  expect(northwind.told).toMatch(/^first import 2 created, 1 rows refused in .*mended rows 2 created in/);
  expect(northwind.told).toContain('2 of 3 telephones can be dialled, 1 are kept as written');

  const b2b = await checkAccounts(second.admin.api, accounts);
  expect(b2b.comparison.differences).toEqual([]);
  expect(b2b.comparison.compared).toBe(20);

  // What is here already is not what a first import has to come to.
  const late = await checkAccounts(second.admin.api, accounts);
  expect(late.comparison.differences).toHaveLength(2);
});
