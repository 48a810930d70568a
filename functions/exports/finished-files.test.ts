import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Visibility } from '../../shared/access.ts';
import { exportInputSchema } from '../../shared/exports/export.ts';
import { exportRoutes } from '../../shared/exports/routes.ts';
import { createExportBed, type ExportBed } from '../../tests/equipment/export-bed.ts';
import { fillCompanies } from '../../tests/equipment/filled-companies.ts';
import { createSearchBed, type SearchBed } from '../../tests/equipment/search-bed.ts';
import { createTenantBed, type Person, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { readItem, writeItem } from '../runtime/table/item.ts';
import { exportItem, exportKey } from './export-item.ts';

const none = { params: undefined, query: undefined, body: undefined };
const DAY_MS = 86_400_000;
const few = { object: 'companies', search: { filter: { field: 'name', op: 'eq', value: 'Своя' } } };
const many = { object: 'companies' };
const rest = { format: 'csv', fields: ['name'] };

let bed: TenantBed;
let searching: SearchBed;
let exporting: ExportBed;
let [sales, service] = ['', ''];

beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  searching = createSearchBed({ table: bed.table, files: bed.files });
  exporting = createExportBed(bed, searching);
  [sales, service] = [await bed.addTeam('Продажи'), await bed.addTeam('Сервис')];
  await fillCompanies(bed, bed.admin, ['Своя'], {});
  await fillCompanies(
    bed,
    bed.admin,
    Array.from({ length: 5_100 }, (_, n) => `Фирма ${n}`),
    {},
  );
}, 120_000);
afterAll(() => searching.close());

const setVisibility = async (visibility: Visibility): Promise<void> => {
  await bed.platform.changeTenant({ ...none, body: { visibility } } as never, bed.as(bed.admin));
};
const changeUser = async ({ id }: Person, body: object): Promise<void> => {
  await bed.platform.changeUser({ ...none, params: { id }, body } as never, bed.as(bed.admin));
};
const download = (who: Person, id: string) =>
  exporting.handlers.readExportDownload({ ...none, params: { id } }, bed.as(who));
const narrowed = { kind: 'conflict', code: 'export.sight-narrowed' };

describe('the file of a finished export', () => {
  it('is not given to whom less is shown by now, and is again to whom as much is', async () => {
    await setVisibility('team');
    const agent = await bed.addUser('agent', [sales, service]);
    const { id } = await exporting.ask(bed.as(agent, { visibility: 'team' }), { ...few, ...rest });
    await expect(download(agent, id)).resolves.toMatchObject({ status: 200 });
    // The one who asks is remembered as they were: what counts is what they are.
    await changeUser(agent, { teamIds: [sales] });
    await expect(download(agent, id)).rejects.toMatchObject(narrowed);
    await changeUser(agent, { teamIds: [sales, service], role: 'manager' });
    await expect(download(agent, id)).resolves.toMatchObject({ status: 200 });
    await setVisibility('own');
    await expect(download(agent, id)).resolves.toMatchObject({ status: 200 });
    await changeUser(agent, { role: 'agent' });
    await expect(download(agent, id)).rejects.toMatchObject(narrowed);
    await setVisibility('all');
    await expect(download(agent, id)).resolves.toMatchObject({ status: 200 });
    await changeUser(agent, { active: false });
    await expect(download(agent, id)).rejects.toMatchObject(narrowed);
  });

  it('counts every sight by which rows were read in the background', async () => {
    await setVisibility('all');
    const agent = await bed.addUser('agent', [sales]);
    const { id } = await exporting.ask(bed.as(agent), { ...many, ...rest });
    await exporting.work(id, {
      query: {
        ...searching.query,
        ask: async (tenant, question) => {
          const answer = await searching.query.ask(tenant, question);
          if (question.kind === 'listed' && question.from === 1) await setVisibility('own');
          return answer;
        },
      },
    });
    const read = await exporting.read(bed.as(agent), id);
    expect(read).toMatchObject({ state: 'finished' });
    expect(read).not.toHaveProperty('sights');
    expect(read.rows).toBeLessThan(5_100);
    await expect(download(agent, id)).rejects.toMatchObject(narrowed);
    await setVisibility('all');
    await expect(download(agent, id)).resolves.toMatchObject({ status: 200 });
  });

  it('of before sights were written down is given to those who see everything', async () => {
    const agent = await bed.addUser('agent', [sales]);
    const { id } = await exporting.ask(bed.as(agent), { ...few, ...rest });
    const key = exportKey(bed.tenant, agent.id, id);
    const item = await bed.table.get(key);
    if (item === undefined) throw new Error('It is gone.');
    const { sights: _, ...old } = item.data;
    await bed.table.transact([{ op: 'put', item: { ...item, schema: 1, data: old } }]);
    await expect(download(agent, id)).resolves.toMatchObject({ status: 200 });
    await setVisibility('team');
    await expect(download(agent, id)).rejects.toMatchObject(narrowed);
    await setVisibility('all');
  });
});

describe('an export', () => {
  it('can be removed by its asker, whatever their role', async () => {
    expect(exportRoutes.deleteExport.roles).toContain('viewer');
    const agent = await bed.addUser('agent', [sales]);
    const { id } = await exporting.ask(bed.as(agent), { ...few, ...rest });
    await exporting.handlers.deleteExport({ ...none, params: { id } }, bed.as({ ...agent, role: 'viewer' }));
    expect(() => exporting.file(id)).toThrow('no file');
  });

  it('is not there when its time is over, though the table still has it', async () => {
    const { id, expiresAt } = await exporting.ask(bed.as(bed.admin), { ...few, ...rest });
    const at = { ...none, params: { id } };
    const later = () => bed.as(bed.admin, { now: new Date(Date.parse(expiresAt)) });
    for (const asked of ['readExport', 'readExportDownload', 'deleteExport'] as const)
      await expect(exporting.handlers[asked](at, later())).rejects.toMatchObject({
        code: 'export.not-found',
      });
    const list = { ...none, query: { limit: 20 } };
    const idsAt = async (context: ReturnType<typeof later>) =>
      (await exporting.handlers.listExports(list, context)).body?.exports.map((one) => one.id);
    expect(await idsAt(later())).not.toContain(id);
    expect(await idsAt(bed.as(bed.admin, { now: new Date(Date.parse(expiresAt) - 1) }))).toContain(id);
  });

  it('of which the worker hears when its time is over is left alone', async () => {
    const { id } = await exporting.ask(bed.as(bed.admin), { ...many, ...rest });
    const key = exportKey(bed.tenant, bed.admin.id, id);
    const { data, version } = readItem(exportItem, (await bed.table.get(key)) ?? ({} as never));
    const over = { ...data, expiresAt: new Date(Date.now() - DAY_MS).toISOString() };
    await bed.table.transact([{ op: 'put', item: writeItem(exportItem, key, over, { version }) }]);
    await exporting.work(id);
    expect(() => exporting.file(id)).toThrow('no file');
  });

  it('that is asked for again with its Idempotency-Key leaves no second file', async () => {
    const files = () => [...bed.files.objects.keys()].filter((key) => key.startsWith('exports/')).toSorted();
    const body = exportInputSchema.parse({ ...few, ...rest });
    const ask = (fingerprint: string) =>
      exporting.handlers.createExport(
        { ...none, body },
        bed.as(bed.admin, { idempotency: { key: 'export-once', fingerprint } }),
      );
    const first = await ask('same');
    const before = files();
    const again = await ask('same');
    expect(again).toMatchObject({ replayed: true, body: { id: first.body?.id } });
    expect(files()).toEqual(before);
    await expect(ask('another')).rejects.toMatchObject({ code: 'idempotency.key-reused' });
    expect(files()).toEqual(before);
  });
});
