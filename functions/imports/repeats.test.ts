import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { KartotekaError } from '../../shared/errors.ts';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import {
  createImportBed,
  type FileStore,
  type ImportBed,
  startFileStore,
} from '../../tests/equipment/import-bed.ts';
import { refusalOf } from '../../tests/equipment/request.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';

let store: FileStore;
let bed: TenantBed;
let desk: ClientDesk;
let imports: ImportBed;

beforeAll(async () => {
  store = await startFileStore();
});
afterAll(() => store.stop());

async function begin(): Promise<void> {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  imports = createImportBed(bed, store.files);
}

const MAPPING = [
  { column: 'Код', field: 'company.externalId', source: '1c' },
  { column: 'Компания', field: 'company.name' },
  { column: 'ИНН', field: 'company.inn' },
  { column: 'Человек', field: 'contact.name' },
  { column: 'Телефон', field: 'contact.phone' },
  { column: 'E-mail', field: 'contact.email' },
];
const plan = { mapping: MAPPING };
const listOf = (...rows: string[]): string =>
  ['Код;Компания;ИНН;Человек;Телефон;E-mail', ...rows, ''].join('\n');

const none = { params: undefined, query: undefined, body: undefined };
const at = (id: string) => ({ ...none, params: { id } });
const asAdmin = () => bed.as(bed.admin);
const find = async (query: object) =>
  bodyOf(await bed.clients.lookup({ ...none, query }, bed.as(bed.admin))).hits;
const peopleOf = async (firm: string) => {
  const [hit] = await find({ externalId: `1c:${firm}` });
  const { contacts } = await desk.card({ type: 'company', id: hit?.id ?? 'none' });
  return contacts.map(({ contact }) => contact);
};

const isRow = (writes: readonly Write[]): boolean =>
  writes.some((write) => write.op === 'put' && write.item.kind === 'imported-row');

/** Asks for the run and lets a worker go at it with another table. */
async function runOn(id: string, table: Table) {
  await imports.handlers.runImport(at(id), asAdmin());
  await imports.work({ table });
  return imports.read(id);
}

describe('a person whom several rows of a list name', () => {
  it('gets what each of them says', async () => {
    await begin();
    const csv = listOf(
      '1;А;;Анна;+7 916 000-00-22;',
      '1;А;;Анна;+7 916 000-00-33;a@x.example',
      '2;Б;;Анна;;a@x.example',
    );
    const { dryRun, run } = await imports.bringIn(csv, plan);
    expect(run).toEqual(dryRun);
    expect(run?.contacts).toEqual({ created: 1, updated: 2, unchanged: 0 });
    const [anna] = await peopleOf('1');
    expect(anna).toMatchObject({
      name: 'Анна',
      phones: [{ number: '+79160000022' }, { number: '+79160000033' }],
      emails: [{ address: 'a@x.example' }],
    });
    expect(await peopleOf('2')).toMatchObject([{ name: 'Анна' }]);
    expect(await find({ email: 'a@x.example' })).toHaveLength(1);
    expect((await imports.bringIn(csv, plan)).run?.contacts).toEqual({
      created: 0,
      updated: 0,
      unchanged: 3,
    });
  });

  it('is made once where rows name the firm by different keys', async () => {
    await begin();
    await imports.bringIn(listOf('5;А;7707083893;;;'), plan);
    const { run } = await imports.bringIn(listOf('5;;;Анна;;', ';;7707083893;Анна;;'), plan);
    expect(run?.contacts).toEqual({ created: 1, updated: 0, unchanged: 1 });
    expect(await peopleOf('5')).toHaveLength(1);
  });
});

describe('a row whose transaction is done', () => {
  it('counts as what it did, though its answer is lost', async () => {
    await begin();
    await imports.bringIn(listOf('3;В;;;;'), plan);
    const id = await imports.send(
      listOf('1;А;;Анна;+79160000022;', '2;Б;;Борис;+79160000033;', '3;В;7707083893;;;'),
    );
    const { dryRun } = await imports.check(id, plan);
    const lost = new Set<string>();
    const view = await runOn(id, {
      ...bed.table,
      transact: async (writes) => {
        await bed.table.transact(writes);
        const mark = writes.find((write) => write.op === 'put' && write.item.kind === 'imported-row');
        const name = mark?.op === 'put' ? mark.item.sk : undefined;
        if (name === undefined || lost.has(name)) return;
        lost.add(name);
        throw new KartotekaError('unavailable', 'engine.busy', 'busy');
      },
    });
    expect(lost.size).toBe(3);
    expect(view).toMatchObject({ state: 'finished', run: dryRun });
    expect(dryRun?.companies).toEqual({ created: 2, updated: 1, unchanged: 0 });
    expect(await find({ phone: '+79160000022' })).toHaveLength(1);
  });

  it('is not asked anew whom it means, when what came after it has made that doubtful', async () => {
    await begin();
    const id = await imports.send(listOf(';Ромашка;;;;', ';Ромашка;7707083893;;;', ';Ромашка;7736050003;;;'));
    const { dryRun } = await imports.check(id, plan);
    class Killed extends Error {}
    let rows = 0;
    let isDead = false;
    const dying: Table = {
      ...bed.table,
      transact: async (writes) => {
        if (isDead) throw new Killed();
        await bed.table.transact(writes);
        rows += isRow(writes) ? 1 : 0;
        isDead = rows === 3;
      },
    };
    await imports.handlers.runImport(at(id), asAdmin());
    await imports.work({ table: dying }).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
    await imports.again({ now: () => new Date(Date.now() + 120_000) });
    expect(await imports.read(id)).toMatchObject({ state: 'finished', run: dryRun });
  });

  it('is no row of another run of the same import', async () => {
    await begin();
    const rows = (last: string) =>
      listOf(...Array.from({ length: 230 }, (_, n) => `${n};Клиент ${n === 229 ? last : n};;;;`));
    const id = await imports.send(rows('А'));
    await imports.check(id, plan);
    const put = (csv: string) =>
      store.files.put(`imports/${bed.tenant.id}/${id}/list.csv`, Buffer.from(csv), 'text/csv');
    await imports.handlers.runImport(at(id), asAdmin());
    let written = 0;
    await imports.work({
      // Each part is a worker's.
      remaining: () => 1_000,
      table: {
        ...bed.table,
        transact: async (writes) => {
          await bed.table.transact(writes);
          written += isRow(writes) ? 1 : 0;
          if (written === 200) await put(rows('Б'));
        },
      },
    });
    expect(await imports.read(id)).toMatchObject({
      state: 'failed',
      failure: { code: 'import.file-replaced' },
    });
    const again = await imports.check(id, plan);
    expect(again.dryRun?.companies).toEqual({ created: 30, updated: 0, unchanged: 200 });
    expect((await imports.run(id)).run).toEqual(again.dryRun);
  });
});

describe('a cancelled run', () => {
  it('keeps its place until its worker has come to rest, so that no other makes the same clients', async () => {
    await begin();
    const csv = listOf(...Array.from({ length: 40 }, (_, n) => `;Клиент ${n};;;;`));
    const [one, other] = [await imports.send(csv), await imports.send(csv)];
    await imports.check(one, plan);
    await imports.check(other, plan);
    let refusal: unknown;
    let rows = 0;
    const view = await runOn(one, {
      ...bed.table,
      transact: async (writes) => {
        rows += isRow(writes) ? 1 : 0;
        if (rows === 5 && refusal === undefined) {
          refusal = null;
          await imports.handlers.cancelImport(at(one), asAdmin());
          refusal = await refusalOf(imports.handlers.runImport(at(other), asAdmin()));
        }
        await bed.table.transact(writes);
      },
    });
    expect(view.state).toBe('cancelled');
    expect(refusal).toMatchObject({ code: 'import.another-running', retryAfter: expect.any(Number) });
    const { run } = await imports.run(other);
    expect(run?.companies).toEqual({ created: 0, updated: 0, unchanged: 40 });
  });

  it('stops in the middle of a part when the lease has to be renewed', async () => {
    await begin();
    const id = await imports.send(listOf(...Array.from({ length: 120 }, (_, n) => `${n};Клиент ${n};;;;`)));
    await imports.check(id, plan);
    let rows = 0;
    let late = 0;
    let isCancelled = false;
    await imports.handlers.runImport(at(id), asAdmin());
    await imports.work({
      now: () => new Date(Date.now() + late),
      table: {
        ...bed.table,
        transact: async (writes) => {
          rows += isRow(writes) ? 1 : 0;
          if (rows === 20 && !isCancelled) {
            isCancelled = true;
            await imports.handlers.cancelImport(at(id), asAdmin());
            late = 30_000;
          }
          await bed.table.transact(writes);
        },
      },
    });
    expect((await imports.read(id)).state).toBe('cancelled');
    // Those under way are ended, and no other is begun.
    expect(rows).toBeLessThan(100);
  });
});
