import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningStack } from '../../e2e/running-stack.ts';
import { apiClientOf } from '../../equipment/api-client.ts';
import { eventually } from '../../equipment/eventually.ts';
import { phoneOf } from '../routes/client-base.ts';
import type { Effort, Findings, Section } from '../section.ts';
import { synthesizeForBench } from '../stack/assembly.ts';
import { layGround } from '../stack/ground.ts';
import { compareWrites } from './compare-writes.ts';
import { writeAim, writeTable } from './write-findings.ts';

/** Rows of a list that the worker writes at the same time: `ROWS_AT_A_TIME` of the import. */
const CONNECTIONS = 16;
const ROWS = 1_000;
/** Longer than any list of this section takes. */
const DEADLINE_MS = 600_000;
/** Often enough to miss little of the end, seldom enough to be no load. */
const POLL_MS = 100;

const MAPPING = [
  { column: 'Код', field: 'company.externalId', source: '1c' },
  { column: 'Компания', field: 'company.name' },
  { column: 'Телефон', field: 'company.phone' },
  { column: 'E-mail', field: 'company.email' },
  { column: 'Отрасль', field: 'company.industry' },
  { column: 'Контактное лицо', field: 'contact.name' },
  { column: 'Должность', field: 'place.jobTitle' },
  { column: 'Головная', field: 'parent.name' },
  { column: 'Заметка', field: 'note.text' },
] as const;

/** A client base as people keep it: a firm with a person and a note in each row, every tenth below another firm. */
const listOf = (rows: number): Buffer =>
  Buffer.from(
    [
      MAPPING.map(({ column }) => column).join(';'),
      ...Array.from({ length: rows }, (_, row) =>
        [
          row,
          `ООО «Клиент ${row}»`,
          phoneOf(495, row),
          `info@company${row}.example`,
          'Розничная торговля',
          `Иванова Мария ${row}`,
          'Менеджер по закупкам',
          row % 10 === 9 ? `ООО «Клиент ${row - 9}»` : '',
          `Звонили по поводу поставки ${row}. Просят перезвонить в пятницу.`,
        ].join(';'),
      ),
      '',
    ].join('\r\n'),
  );

/** Sends the list and has it checked; the work is to write it. */
async function prepare(running: RunningStack, admin: string, rows: number): Promise<() => Promise<void>> {
  const api = apiClientOf(running.stack.url, await running.signIn(admin));
  const list = listOf(rows);
  const { data: begun } = await api.createImport({
    body: { fileName: 'клиенты.csv', bytes: list.byteLength },
  });
  const { url, headers } = begun.upload;
  const sent = await fetch(url, { method: 'PUT', headers, body: list });
  if (!sent.ok) throw new Error(`The list was not taken: ${sent.status} ${await sent.text()}`);
  const params = { id: begun.id };
  const reached = (state: 'checked' | 'finished') =>
    eventually(
      async () => {
        const { data } = await api.readImport({ params });
        if (data.state === 'failed') throw new Error(`The import failed: ${JSON.stringify(data.failure)}`);
        if (data.state !== state) throw new Error(`The import is ${data.state}.`);
        return data;
      },
      { deadline: DEADLINE_MS, every: POLL_MS },
    );
  await api.dryRunImport({ params, body: { mapping: [...MAPPING] } });
  await reached('checked');
  return async () => {
    await api.runImport({ params });
    const { run } = await reached('finished');
    if (run?.rows.accepted !== rows) throw new Error(`Of ${rows} rows ${run?.rows.accepted} were taken.`);
  };
}

async function run({ quick, note }: Effort): Promise<Findings> {
  const rows = quick ? 20 : ROWS;
  const rounds = quick ? 1 : 3;
  const folder = await mkdtemp(join(tmpdir(), 'kartoteka-bench-'));
  try {
    const assembly = await synthesizeForBench(note);
    const ground = await layGround(join(folder, 'ground'), assembly, async (running) => {
      const { admin } = await running.provision('Ромашка');
      return admin.email;
    });
    const work = {
      ground,
      prepare: (running: RunningStack, admin: string) => prepare(running, admin, rows),
      connections: CONNECTIONS,
    };
    const measured = await compareWrites(work, { folder, rounds, note });
    return {
      tables: [
        writeTable(`a list of ${rows} rows brought in, ${CONNECTIONS} rows at a time`, measured, {
          what: 'rows',
          count: rows,
        }),
      ],
      aims: [writeAim('a list of clients brought in', measured)],
      notes: [
        `Medians of ${rounds} rounds, each side on a fresh copy of the same data folder. The product's time is from the request that starts the run to the import's end, with all it reads and looks up; the list was sent and checked before, unmeasured.`,
        'Each row is a firm with a person and a note; every tenth firm stands below another. Raw are the same transactions, each after those that it builds on.',
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A list of clients brought in, next to the same transactions made raw. */
export const importsSection: Section = {
  name: 'imports',
  about: 'a list of clients brought in next to the same transactions made raw',
  run,
};
