import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another running instance holds the data folder. */
export class DataFolderHeldError extends Error {
  override readonly name = 'DataFolderHeldError';

  constructor(dataDir: string, holder: string) {
    super(`The data folder ${dataDir} is in use by another running Kartoteka${holder}`);
  }
}

const INSTANCE = 'instance.json';

/**
 * Where the instance on a data folder answers; that of the last one, where none runs now.
 * @throws {Error} where none has ever run on the folder
 */
export const readAddresses = (dataDir: string): Addresses =>
  JSON.parse(readFileSync(join(dataDir, INSTANCE), 'utf8')) as Addresses;

/** Where an instance answers. */
export interface Addresses {
  readonly url: string;
  /** The Lambda API: what `npm run invoke` calls. */
  readonly lambda: string;
}

/** The data folder was made for another address. */
export class DataFolderElsewhereError extends Error {
  override readonly name = 'DataFolderElsewhereError';

  constructor(dataDir: string, url: string) {
    const { port } = new URL(url);
    super(
      `The data folder ${dataDir} belongs to ${url}, by which its logins are known: start with PORT=${port}, or choose another folder with KARTOTEKA_DATA`,
    );
  }
}

/** The data folder, held by this process alone. */
export interface DataFolder {
  /**
   * Identities are known by the address that issued them, so data made under one address have no users under another.
   * @throws {DataFolderElsewhereError} where the folder was announced under another address before
   */
  requireAddress(url: string): void;
  /** Lets others on this machine read where this instance answers. */
  announce(addresses: Addresses): void;
  release(): void;
}

/**
 * Takes the data folder for this process. The lock is the operating system’s own on an SQLite file: it ends with the
 * process however that ends, so nothing stale is ever left behind.
 * @throws {DataFolderHeldError} where another instance, of this or another process, holds it
 */
export function holdDataFolder(dataDir: string): DataFolder {
  mkdirSync(dataDir, { recursive: true });
  const about = join(dataDir, INSTANCE);
  const lock = new DatabaseSync(join(dataDir, 'lock.sqlite'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Error && error.message.includes('locked')) {
      throw new DataFolderHeldError(dataDir, describeHolder(about));
    }
    throw error;
  }
  return {
    requireAddress: (url) => {
      const known = existsSync(about) ? readAddresses(dataDir).url : url;
      if (known !== url) throw new DataFolderElsewhereError(dataDir, known);
    },
    announce: (addresses) => writeFileSync(about, `${JSON.stringify({ pid: process.pid, ...addresses })}\n`),
    release: () => {
      if (lock.isOpen) lock.close();
    },
  };
}

function describeHolder(about: string): string {
  try {
    const { pid, url } = JSON.parse(readFileSync(about, 'utf8')) as {
      readonly pid: number;
      readonly url: string;
    };
    return ` (process ${pid}, ${url})`;
  } catch {
    return '';
  }
}
