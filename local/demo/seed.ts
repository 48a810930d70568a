import { createClientHandlers } from '../../functions/clients/handlers.ts';
import { createCursors } from '../../functions/runtime/cursor.ts';
import type { Log } from '../log.ts';
import type { Stack } from '../stack.ts';
import { createAttach } from './attaching.ts';
import { countWrites, writeClients } from './clients.ts';
import { type DemoOptions, generateDemo } from './generate.ts';
import { setHours } from './hours.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { makeLogin } from './logins.ts';
import { makeOrganisation } from './organisation.ts';
import { DEMO_USERS, SECOND_ADMIN } from './people.ts';
import { rememberReads } from './remembering-table.ts';
import { type Target, targetOf } from './target.ts';
import { createWriter } from './writer.ts';

export interface SeedOptions extends DemoOptions {
  readonly log: Log;
}

/** A line this often, in milliseconds. */
const PROGRESS_MS = 3_000;

/**
 * Puts the demo tenant and its neighbour into the running stack, through the product's own services. Cut off at any
 * point, even by a `kill -9`, it goes on where it was when it is called again on the same data folder.
 */
export async function seedDemo(stack: Stack, options: SeedOptions): Promise<void> {
  const target = targetOf(stack);
  try {
    await seedInto(target, options);
  } finally {
    target.close();
  }
}

/** As `seedDemo`, into anything that has the parts. */
export async function seedInto(target: Target, { log, now, ...options }: SeedOptions): Promise<void> {
  const ledger = openLedger(target.state);
  if (ledger.isFinished()) return;
  const began = ledger.began(now);
  const data = generateDemo({ ...options, now: began });
  const progress = reportProgress(countWrites(data), log);
  const write = createWriter({ table: target.table, ledger, onWritten: progress.count });
  try {
    await makeLogins(target, ledger);
    const organisation = await makeOrganisation(target, data, began, write);
    await setHours(target, organisation, began, write);
    const table = rememberReads(target.table);
    const clients = createClientHandlers({ table, cursors: createCursors(table) });
    const attach = createAttach(table, target.files);
    await writeClients(data, { clients, attach, organisation, write });
    ledger.finish();
  } finally {
    progress.stop();
  }
}

const LOGINS = 'logins';

/** Once: a password's hash is made to take long. */
async function makeLogins(target: Target, ledger: Ledger): Promise<void> {
  if (ledger.find(LOGINS) !== undefined) return;
  for (const user of [...Object.values(DEMO_USERS), SECOND_ADMIN]) await makeLogin(target, user);
  ledger.note(LOGINS, '');
}

function reportProgress(total: number, log: Log): { count(): void; stop(): void } {
  let written = 0;
  const timer = setInterval(() => {
    const percent = Math.min(100, Math.floor((100 * written) / total));
    log.line(`  demo tenant: ${percent} % (${written} of about ${total} entries)`);
  }, PROGRESS_MS).unref();
  const count = (): void => {
    written += 1;
  };
  return { count, stop: () => clearInterval(timer) };
}
