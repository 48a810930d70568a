import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A file that takes what a function prints, and what is said of its invocations. */
export interface LogFile {
  readonly path: string;
  write(text: string): void;
  close(): Promise<void>;
}

const LARGEST_BYTES = 20_000_000;

/** Opens `<folder>/<name>.log`; one that has grown over 20 MB is set aside as `.log.1` first. */
export function openLogFile(folder: string, name: string): LogFile {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.log`);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES) renameSync(path, `${path}.1`);
  const stream = createWriteStream(path, { flags: 'a' });
  // A full disk must not end the runtime: the functions' answers matter more than their logs.
  stream.on('error', () => undefined);
  return {
    path,
    write: (text) => void stream.write(text),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
