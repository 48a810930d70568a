import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A PostgreSQL server of this run's own, reached by a socket in its folder. */
export interface Postgres {
  /** Runs statements one after the other. @returns how long each took, in milliseconds */
  run(statements: readonly string[]): Promise<number[]>;
  stop(): Promise<void>;
}

const ROOT = '/usr/lib/postgresql';
/** As a server is set up that has a machine for itself, of the size of the function. */
const SETTINGS = {
  listen_addresses: '',
  shared_buffers: '2GB',
  effective_cache_size: '3GB',
  work_mem: '64MB',
  maintenance_work_mem: '1GB',
  max_parallel_workers_per_gather: '2',
  jit: 'off',
  fsync: 'off',
  synchronous_commit: 'off',
  max_wal_size: '8GB',
} as const;

/** Where its programs lie; nothing where it is not on the machine. */
export function findPostgres(): { readonly bin: string; readonly version: string } | undefined {
  if (!existsSync(ROOT)) return undefined;
  const versions = readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, 'bin', 'initdb')));
  const [version] = versions.toSorted((one, other) => Number(other) - Number(one));
  return version === undefined ? undefined : { bin: join(ROOT, version, 'bin'), version };
}

/** The server refuses to run as root: then it runs as the user that its package has made. */
function identity(): Pick<SpawnOptions, 'uid' | 'gid'> {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(spawnSync('id', [flag, 'postgres']).stdout.toString());
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Starts a server with an empty database in a folder. @param folder Absolute; others than its owner have to be able to enter it */
export async function startPostgres(bin: string, folder: string): Promise<Postgres> {
  const as = identity();
  const data = join(folder, 'postgres');
  mkdirSync(data, { recursive: true });
  chmodSync(folder, 0o755);
  if (as.uid !== undefined && as.gid !== undefined) chownSync(data, as.uid, as.gid);
  const cluster = join(data, 'cluster');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', cluster, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...as, cwd: data },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr.toString()}`);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(bin, 'postgres'), ['-D', cluster, '-k', data, ...settings], {
    ...as,
    cwd: data,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const stopNow = (): void => void server.kill('SIGQUIT');
  process.once('exit', stopNow);
  const run = (statements: readonly string[]) => psql(bin, data, statements);
  await untilReady(bin, data);
  return {
    run,
    stop: async () => {
      process.removeListener('exit', stopNow);
      server.kill('SIGINT');
      await ended;
    },
  };
}

async function untilReady(bin: string, socket: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (spawnSync(join(bin, 'pg_isready'), ['-h', socket, '-q']).status !== 0) {
    if (Date.now() > deadline) throw new Error('PostgreSQL did not start within 30 s.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function psql(bin: string, socket: string, statements: readonly string[]): Promise<number[]> {
  const options = [
    '-X',
    '-q',
    '-v',
    'ON_ERROR_STOP=1',
    '-h',
    socket,
    '-U',
    'bench',
    '-d',
    'postgres',
    '-A',
    '-t',
  ];
  const child = spawn(join(bin, 'psql'), options, { stdio: ['pipe', 'pipe', 'pipe'] });
  let printed = '';
  let errors = '';
  // Only the last of each line matters; rows of answers are many.
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.stdin.end(['\\timing on', ...statements.map((statement) => `${statement};`)].join('\n'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(`psql: ${errors}`));
      resolve(Array.from(printed.matchAll(/^Time: ([\d.]+) ms/gm), ([, ms]) => Number(ms)));
    });
  });
}
