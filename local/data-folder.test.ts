import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DataFolderElsewhereError,
  DataFolderHeldError,
  holdDataFolder,
  readAddresses,
} from './data-folder.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'kartoteka-folder-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const ADDRESSES = { url: 'http://localhost:8080', lambda: 'http://localhost:40000' };

describe('a data folder', () => {
  it('is held by one instance at a time, which the refusal names', () => {
    const folder = holdDataFolder(dataDir);
    folder.announce(ADDRESSES);
    expect(() => holdDataFolder(dataDir)).toThrow(DataFolderHeldError);
    expect(() => holdDataFolder(dataDir)).toThrow(`process ${process.pid}, http://localhost:8080`);
    folder.release();
    holdDataFolder(dataDir).release();
    expect(readAddresses(dataDir)).toMatchObject(ADDRESSES);
  });

  it('belongs to the address that it was announced under', () => {
    const folder = holdDataFolder(dataDir);
    folder.requireAddress('http://localhost:9090');
    folder.announce(ADDRESSES);
    folder.requireAddress('http://localhost:8080');
    expect(() => folder.requireAddress('http://localhost:9090')).toThrow(DataFolderElsewhereError);
    expect(() => folder.requireAddress('http://localhost:9090')).toThrow('start with PORT=8080');
    folder.release();
  });
});
