import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Machines that functions run on. */
export type Architecture = 'arm64' | 'x86_64';

/** Packages with machine code in them, which lie beside a bundle instead of in it. */
export const NATIVE_PACKAGES = {
  /** The engine of the query function: its loader, and the binding of one machine. */
  duckdb: { loader: '@duckdb/node-bindings', binding: (cpu: string) => `@duckdb/node-bindings-linux-${cpu}` },
} as const;
export type NativePackage = keyof typeof NATIVE_PACKAGES;

/** How npm names a machine, and how ELF does (System V ABI, `e_machine`). */
const MACHINES = {
  arm64: { cpu: 'arm64', elf: 183 },
  x86_64: { cpu: 'x64', elf: 62 },
} as const;

/** Largest size of a function's code, unpacked: Lambda's limit. */
const MAX_CODE_BYTES = 250 * 1024 * 1024;

/**
 * Puts a native package beside a bundle, as `node_modules`, with the machine code of one architecture.
 *
 * @throws Error where the binding cannot be had, is not what the lockfile names, or is for another machine
 */
export function placeNativePackage(
  name: NativePackage,
  architecture: Architecture,
  places: { readonly root: string; readonly target: string },
): void {
  const { loader, binding } = NATIVE_PACKAGES[name];
  const { cpu, elf } = MACHINES[architecture];
  const packageName = binding(cpu);
  const sources = [
    [loader, join(places.root, 'node_modules', loader)],
    [packageName, bindingFolder(packageName, cpu, places.root)],
  ] as const;
  for (const [packaged, source] of sources)
    cpSync(source, join(places.target, 'node_modules', packaged), { recursive: true, dereference: true });
  const folder = join(places.target, 'node_modules', packageName);
  const files = readdirSync(folder).filter((file) => /\.(node|so)(\.|$)/.test(file));
  if (files.length === 0) throw new Error(`${packageName} holds no machine code.`);
  for (const file of files) requireMachine(join(folder, file), elf);
  requireSize(folder);
}

/** The installed binding, or one that npm fetches for another machine than this; npm compares it with the lockfile. */
function bindingFolder(packageName: string, cpu: string, root: string): string {
  const installed = join(root, 'node_modules', packageName);
  if (existsSync(installed)) return installed;
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  const entry = lock.packages[`node_modules/${packageName}`];
  if (entry?.integrity === undefined) throw new Error(`package-lock.json names no ${packageName}.`);
  const cache = join(root, 'node_modules', '.cache', 'kartoteka-native', `${cpu}-${entry.version}`);
  if (!existsSync(cache)) fetchBinding(packageName, entry, cpu, cache);
  return join(cache, 'node_modules', packageName);
}

interface LockEntry {
  readonly version: string;
  readonly integrity?: string;
}
interface Lockfile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

/** Installs one package for another machine into a folder of its own, by a lockfile with the same checksum. */
function fetchBinding(packageName: string, entry: LockEntry, cpu: string, cache: string): void {
  const making = `${cache}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const own = {
    name: 'native',
    version: '0.0.0',
    private: true,
    // npm takes what is for another machine as an optional package only.
    optionalDependencies: { [packageName]: entry.version },
  };
  const lock = {
    name: own.name,
    version: own.version,
    lockfileVersion: 3,
    requires: true,
    packages: { '': own, [`node_modules/${packageName}`]: entry },
  };
  writeFileSync(join(making, 'package.json'), JSON.stringify(own));
  writeFileSync(join(making, 'package-lock.json'), JSON.stringify(lock));
  const flags = [
    'ci',
    '--os=linux',
    `--cpu=${cpu}`,
    '--libc=glibc',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ];
  const { status, stderr } = spawnSync('npm', flags, { cwd: making, encoding: 'utf8' });
  if (status !== 0) {
    rmSync(making, { recursive: true, force: true });
    throw new Error(
      `${packageName} ${entry.version} could not be fetched for ${cpu}: connect to an npm registry and try again.\n${stderr}`,
    );
  }
  renameSync(making, cache);
}

/** @throws Error where a file is no ELF file for the machine */
export function requireMachine(path: string, machine: number): void {
  const head = readFileSync(path).subarray(0, 20);
  const isElf = head.length === 20 && head.readUInt32BE(0) === 0x7f454c46;
  const found = isElf ? head.readUInt16LE(18) : undefined;
  if (found === machine) return;
  throw new Error(
    `${path} is ${found === undefined ? 'no ELF file' : `for machine ${found}`}, not for machine ${machine}: the function could not load it.`,
  );
}

function requireSize(folder: string): void {
  const bytes = readdirSync(folder).reduce(
    (sum, file) => sum + readFileSync(join(folder, file)).byteLength,
    0,
  );
  if (bytes > MAX_CODE_BYTES)
    throw new Error(`${folder} has ${bytes} bytes: Lambda takes ${MAX_CODE_BYTES}.`);
}
