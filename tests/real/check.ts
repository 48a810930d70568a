/**
 * `npm run check:real -- DIR [--optional]`: imports two client bases of others into a running stack as a user does, reads every
 * card back, compares each field with the files, and imports them again, which must change nothing. The files are no part of this repository.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog } from '../../local/log.ts';
import { startRunningStack } from '../e2e/running-stack.ts';
import { checkAccounts } from './accounts.ts';
import { checkCustomers } from './northwind.ts';

const USAGE = 'npm run check:real -- DIR [--optional]';
/** More would bury the first ones. */
const SHOWN = 50;

/** Compares all there is. @returns whether everything came back as it was */
async function check(customersPath: string, accountsPath: string): Promise<boolean> {
  const log = createLog((text) => process.stdout.write(text));
  const running = await startRunningStack({ log });
  try {
    // Two organisations: neither base must depend on what the other one brought along.
    const [first, second] = [await running.provision('Northwind'), await running.provision('B2B')];
    const bases = {
      Northwind: await log.step('Importing Northwind and reading it back', () =>
        checkCustomers(first.admin.api, customersPath),
      ),
      B2B: await log.step('Importing the B2B accounts and reading them back', () =>
        checkAccounts(second.admin.api, accountsPath),
      ),
    };
    const differences = Object.values(bases).flatMap(({ comparison }) => comparison.differences);
    for (const difference of differences.slice(0, SHOWN)) log.line(difference);
    if (differences.length > SHOWN) log.line(`... and ${differences.length - SHOWN} more`);
    for (const [name, { told, comparison }] of Object.entries(bases))
      log.line(`${name}: ${told}; ${comparison.differences.length} differences`);
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
