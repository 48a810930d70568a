import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClientOf } from '../equipment/api-client.ts';
import { eventually } from '../equipment/eventually.ts';
import { freePort } from '../equipment/free-port.ts';
import { startRunningStack } from './running-stack.ts';
import { ended, startAsNewcomer } from './started-stack.ts';

let dataDir: string;
let port: number;
let child: ChildProcess | undefined;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kartoteka-imports-'));
  port = await freePort();
});

afterAll(async () => {
  child?.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

const ROWS = 500;
/** Every tenth row names the firm of the row before, and every seventh a parent that stands above it. */
const firmOf = (n: number): string => `Клиент ${n - (n % 10 === 9 ? 1 : 0)}`;
const LIST = Buffer.from(
  [
    'Компания;Контактное лицо;Телефон;Головная;Заметка',
    ...Array.from({ length: ROWS }, (_, n) =>
      [
        firmOf(n),
        `Человек ${n}`,
        `8916${1_000_000 + n}`,
        n % 7 === 6 ? firmOf(n - 3) : '',
        `Заметка ${n}`,
      ].join(';'),
    ),
  ].join('\r\n'),
);
const MAPPING = [
  { column: 'Компания', field: 'company.name' },
  { column: 'Контактное лицо', field: 'contact.name' },
  { column: 'Телефон', field: 'company.phone' },
  { column: 'Головная', field: 'parent.name' },
  { column: 'Заметка', field: 'note.text' },
] as const;

/** The pid of the database engine of the data folder. */
const enginePid = async (): Promise<number> =>
  Number(JSON.parse(await readFile(join(dataDir, 'engine.json'), 'utf8')).pid);

describe('an import', () => {
  it('comes to its end though the engine and then the whole machine are killed in the middle', {
    timeout: 300_000,
  }, async () => {
    const running = await startRunningStack({ port, dataDir });
    const { admin } = await running.provision('ООО «Ромашка»');
    await running.stop();
    child = await startAsNewcomer(port, dataDir);
    const api = apiClientOf(`http://localhost:${port}`, admin.token);

    const { data: begun } = await api.createImport({
      body: { fileName: 'клиенты.csv', bytes: LIST.byteLength },
    });
    const { url, headers } = begun.upload;
    expect((await fetch(url, { method: 'PUT', headers, body: LIST })).status).toBe(200);
    const params = { id: begun.id };
    const { data: columns } = await api.readImportColumns({ params });
    expect(columns.mapping.map(({ field }) => field)).toContain('company.name');
    await api.dryRunImport({ params, body: { mapping: [...MAPPING] } });
    const read = async () => (await api.readImport({ params })).data;
    const checked = await eventually(
      async () => {
        const view = await read();
        expect(view.state).toBe('checked');
        return view;
      },
      { deadline: 60_000, every: 500 },
    );
    expect(checked.dryRun?.rows).toEqual({ read: ROWS, accepted: ROWS, rejected: 0 });

    await api.runImport({ params });
    const written = (atLeast: number) =>
      eventually(async () => expect((await read()).run?.rows.read).toBeGreaterThanOrEqual(atLeast), {
        deadline: 60_000,
        every: 500,
      });
    // In the first rows, before any word of them is written down.
    await eventually(
      async () => {
        const { data } = await api.lookup({ query: { phone: '89161000020' } });
        expect(data.hits).toHaveLength(1);
      },
      { deadline: 60_000, every: 500 },
    );
    process.kill(await enginePid(), 'SIGKILL');
    await written(200);
    child.kill('SIGKILL');
    await ended(child);

    child = await startAsNewcomer(port, dataDir);
    const done = await eventually(
      async () => {
        const view = await read();
        expect(view.state).toBe('finished');
        return view;
      },
      { deadline: 180_000, every: 500 },
    );
    expect(done.run).toEqual(checked.dryRun);
    for (let n = 0; n < ROWS; n += 1) {
      const { data } = await api.lookup({ query: { phone: `8916${1_000_000 + n}` } });
      expect(data.hits, `row ${n}`).toMatchObject([{ name: firmOf(n) }]);
    }
    const { data: card } = await api.readCard({ params: { id: await idOf(api, 8) } });
    expect(card.contacts.map(({ contact }) => contact.name)).toEqual(['Человек 8', 'Человек 9']);
    expect(card.timeline.entries.filter(({ kind }) => kind === 'note')).toHaveLength(2);
  });
});

async function idOf(api: ReturnType<typeof apiClientOf>, n: number): Promise<string> {
  const { data } = await api.lookup({ query: { phone: `8916${1_000_000 + n}` } });
  return data.hits[0]?.id ?? '';
}
