import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../equipment/eventually.ts';
import { type RunningStack, startRunningStack } from './running-stack.ts';

let running: RunningStack;
beforeAll(async () => {
  running = await startRunningStack();
});
afterAll(() => running?.stop());

it('an export is written by the functions, and fetched by its address', async () => {
  const { admin } = await running.provision('ООО «Выгрузка»');
  await admin.api.createCompany({ body: { name: '=cmd|calc' } });
  const body = {
    object: 'companies' as const,
    format: 'csv' as const,
    fields: ['name'],
    language: 'en' as const,
  };
  const file = await eventually(async () => {
    const { data } = await admin.api.createExport({ body });
    expect(data).toMatchObject({ state: 'finished', rows: 1 });
    return admin.api.readExportDownload({ params: { id: data.id } });
  });
  const answer = await fetch(file.data.url);
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  expect(await answer.text()).toBe("Name\r\n'=cmd|calc\r\n");
});
