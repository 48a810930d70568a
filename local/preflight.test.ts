import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { holdDataFolder } from './data-folder.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kartoteka-preflight-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs preflight in the folder; every test lets it end before it would start the stack. */
async function preflight(environment: Record<string, string> = {}, script = 'preflight.mjs'): Promise<Ended> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url))], {
    env: { PATH: javaThatIs('17.0.15'), KARTOTEKA_DATA: join(folder, 'data'), PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** A folder for the PATH with a java command that says it is of a version. */
function javaThatIs(version: string): string {
  const path = join(folder, `java-${version}`);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'java'), `#!/bin/sh\necho 'openjdk version "${version}" 2025-04-15' >&2\n`);
  chmodSync(join(path, 'java'), 0o755);
  return path;
}

/** Not every machine has ::1. */
function loopbackAddresses(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return ['127.0.0.1', '::1'].filter((wanted) => addresses.some(({ address }) => address === wanted));
}

function expectOneLine(ended: Ended, ...parts: readonly string[]): void {
  expect(ended).toMatchObject({ code: 1, out: '' });
  expect(ended.err.trimEnd().split('\n')).toHaveLength(1);
  for (const part of parts) expect(ended.err).toContain(part);
}

describe('preflight', () => {
  it('misses Java', async () => {
    expectOneLine(await preflight({ PATH: folder }), 'Java 17 or newer', 'no java command', 'install it');
  });

  it.each(['11.0.2', '1.8.0_402'])('finds Java %s too old', async (version) => {
    const major = version.startsWith('1.') ? '8' : '11';
    expectOneLine(
      await preflight({ PATH: javaThatIs(version) }),
      `is version ${major}`,
      'install a newer one',
    );
  });

  it('finds Node too old', async () => {
    const pretended = join(folder, 'pretended.mjs');
    const script = new URL('preflight.mjs', import.meta.url).href;
    for (const [version, remedy] of [
      ['18.20.4', 'install it from https://nodejs.org'],
      ['20.20.2', 'npm start'],
    ] as const) {
      writeFileSync(
        pretended,
        `Object.defineProperty(process.versions, 'node', { value: '${version}' }); await import('${script}');`,
      );
      expectOneLine(await preflight({}, pretended), version, remedy);
    }
  });

  it.each(loopbackAddresses())('finds the port taken on %s', async (host) => {
    const other = createServer().listen(0, host);
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const ended = await preflight({ PORT: String(port) });
    other.close();
    expectOneLine(ended, `Port ${port} is taken by another program`, `PORT=${port + 1} npm start`);
  });

  it('refuses a PORT that is none', async () => {
    for (const port of ['http', '65536', '-1']) {
      expectOneLine(await preflight({ PORT: port }), `it is "${port}"`);
    }
  });

  it('finds the data folder in use, with who uses it', async () => {
    const held = holdDataFolder(join(folder, 'data'));
    held.announce({ url: 'http://localhost:8123', lambda: 'http://127.0.0.1:1' });
    const ended = await preflight();
    held.release();
    expectOneLine(
      ended,
      'in use by another running Kartoteka',
      `process ${process.pid}`,
      'http://localhost:8123',
    );
  });

  it('finds a data folder that cannot be one', async () => {
    writeFileSync(join(folder, 'file'), '');
    expectOneLine(
      await preflight({ KARTOTEKA_DATA: join(folder, 'file') }),
      'cannot be used',
      'KARTOTEKA_DATA=',
    );
  });
});

describe('a data folder', () => {
  it('is free again once its holder is killed, whatever lies in it', async () => {
    const data = join(folder, 'data');
    const module = new URL('data-folder.ts', import.meta.url).href;
    const holder = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { holdDataFolder } = await import('${module}');
         globalThis.held = holdDataFolder('${data}'); // What nobody refers to is collected, and its lock ends.
         held.announce({ url: 'http://localhost:1', lambda: '' });
         console.log('held'); setInterval(() => {}, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    expect(() => holdDataFolder(data)).toThrow('in use by another running Kartoteka');
    holder.kill('SIGKILL');
    await once(holder, 'close');
    holdDataFolder(data).release();
  });
});
