import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another running instance holds the data folder. */
export class DataFolderHeldError extends Error {
  override readonly name = 'DataFolderHeldError';

  constructor(dataDir: string, holder: string) {
    super(`The data folder ${dataDir} is in use by another running Kartoteka${holder}`);
  }
}

/** The data folder, held by this process alone. */
export interface DataFolder {
  /** Lets others read where this instance answers. */
  announce(url: string): void;
  release(): void;
}

/**
 * Takes the data folder for this process. The lock is the operating system’s own on an SQLite file: it ends with the
 * process however that ends, so nothing stale is ever left behind.
 * @throws {DataFolderHeldError} where another instance, of this or another process, holds it
 */
export function holdDataFolder(dataDir: string): DataFolder {
  mkdirSync(dataDir, { recursive: true });
  const about = join(dataDir, 'instance.json');
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
    announce: (url) => writeFileSync(about, `${JSON.stringify({ pid: process.pid, url })}\n`),
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
