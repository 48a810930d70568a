import { execFile } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { shuffled } from '../statistics.ts';

/** A module to import, with the variables that it wants to find. */
export interface Importable {
  readonly name: string;
  readonly file: string;
  readonly variables: Readonly<Record<string, string>>;
}

const IMPORT_ONCE = fileURLToPath(new URL('./import-once.ts', import.meta.url));
const run = promisify(execFile);

/**
 * Import times in milliseconds by name, one for each round. Each is taken in a fresh process, as a cold start is; every
 * round takes each module once, in an order of chance, so that what else goes on hits all alike.
 *
 * @throws Error with what the module printed where it cannot be imported
 */
export async function importTimes(
  modules: readonly Importable[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const times = new Map<string, number[]>(modules.map(({ name }) => [name, []]));
  // Once unmeasured, so that no round pays for reading files from the disk.
  for (const module of modules) await importOnce(module);
  for (let round = 0; round < rounds; round += 1) {
    for (const module of shuffled(modules)) times.get(module.name)?.push(await importOnce(module));
  }
  return times;
}

async function importOnce({ name, file, variables }: Importable): Promise<number> {
  const { stdout } = await run(process.execPath, [IMPORT_ONCE, pathToFileURL(file).href], { env: variables });
  const time = Number(stdout);
  if (stdout === '' || !Number.isFinite(time)) throw new Error(`Importing ${name} gave no time: ${stdout}`);
  return time;
}
