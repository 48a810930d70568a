/**
 * `npm run check:real -- DIR [--optional]`: puts two client bases of others into a running stack through the public API, reads
 * every card back and compares each field with the files. The files are no part of this repository.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog } from '../../local/log.ts';
import { startRunningStack } from '../e2e/running-stack.ts';
import { checkAccounts, readAccounts } from './accounts.ts';
import { checkCustomers, readCustomers } from './northwind.ts';

const USAGE = 'npm run check:real -- DIR [--optional]';
/** More would bury the first ones. */
const SHOWN = 50;

/** Compares all there is. @returns whether everything came back as it was */
async function check(customersPath: string, accountsPath: string): Promise<boolean> {
  const customers = await readCustomers(customersPath);
  const accounts = await readAccounts(accountsPath);
  const log = createLog((text) => process.stdout.write(text));
  const running = await startRunningStack({ log });
  try {
    // Two organisations: neither base must depend on what the other one brought along.
    const [first, second] = [await running.provision('Northwind'), await running.provision('B2B')];
    const northwind = await log.step('Putting Northwind in and reading it back', () =>
      checkCustomers(first.admin.api, customers),
    );
    const b2b = await log.step('Putting the B2B accounts in and reading them back', () =>
      checkAccounts(second.admin.api, accounts),
    );
    const differences = [...northwind.differences, ...b2b.differences];
    for (const difference of differences.slice(0, SHOWN)) log.line(difference);
    if (differences.length > SHOWN) log.line(`... and ${differences.length - SHOWN} more`);
    const { dialable, asWritten } = northwind.numbers;
    log.line(`Telephones of Northwind: ${dialable} can be dialled, ${asWritten} are kept as written`);
    const parents = accounts.filter(({ subsidiary_of }) => subsidiary_of !== '').length;
    log.line(
      `Northwind: ${customers.length} companies, ${northwind.compared} fields compared; ` +
        `B2B: ${accounts.length} companies, ${parents} with a parent, ${b2b.compared} fields compared; ` +
        `${differences.length} differences`,
    );
    return differences.length === 0;
  } finally {
    await running.stop();
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { optional: { type: 'boolean' } },
  });
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new Error(`Say where the files are: ${USAGE}`);
  const paths = ['northwind/customers.csv', 'b2b-sales/accounts.csv'].map((path) =>
    join(resolve(folder), path),
  );
  const [customers = '', accounts = ''] = paths;
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length === 0) return (await check(customers, accounts)) ? 0 : 1;
  const message = `Not there: ${missing.join(', ')}`;
  if (values.optional !== true) throw new Error(`${message}. With --optional the check goes without.`);
  process.stdout.write(`${message}: nothing was checked\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
