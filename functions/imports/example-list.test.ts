import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import {
  createImportBed,
  type FileStore,
  type ImportBed,
  startFileStore,
} from '../../tests/equipment/import-bed.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

const LIST = readFileSync(new URL('../../docs/import/clients.csv', import.meta.url));

let store: FileStore;
let bed: TenantBed;
let desk: ClientDesk;
let imports: ImportBed;

beforeAll(async () => {
  store = await startFileStore();
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  imports = createImportBed(bed, store.files);
});
afterAll(() => store.stop());

const find = async (query: object) =>
  bodyOf(await bed.clients.lookup({ params: undefined, body: undefined, query }, bed.as(bed.admin))).hits;

it('the list that users begin with comes in as it stands, and again', async () => {
  const { run, dryRun, headings, mapping } = await imports.bringIn(LIST);
  expect(mapping?.map(({ column }) => column)).toEqual(headings);
  expect(dryRun).toEqual(run);
  expect(run).toEqual({
    rows: { read: 5, accepted: 5, rejected: 0 },
    companies: { created: 3, updated: 0, unchanged: 1 },
    contacts: { created: 4, updated: 0, unchanged: 0 },
    parents: { added: 2, unchanged: 0 },
    notes: { written: 2, unchanged: 0 },
  });
  const [hit] = await find({ inn: '7707083893' });
  const card = await desk.card({ type: 'company', id: hit?.id ?? 'none' });
  expect(card.company).toMatchObject({
    status: 'customer',
    phones: [{ number: '+74951234567', extension: '12' }],
    tags: ['VIP', 'опт'],
    addresses: [{ kind: 'legal', line: '101000, Москва, ул. Примерная, д. 1' }, { city: 'Москва' }],
    finances: { annualRevenue: { amount: '12345600.00', currency: 'RUB' } },
  });
  expect(card.contacts).toMatchObject([
    { jobTitle: 'Директор', role: 'decision-maker', contact: { name: 'Иванова Мария Петровна' } },
    { jobTitle: 'Бухгалтер', role: 'user' },
  ]);
  expect(card.relations).toMatchObject([{ kind: 'parent', name: 'Холдинг «Сад»' }]);
  expect(await find({ email: 'vera@example.com' })).toMatchObject([{ type: 'contact', companies: [] }]);

  const again = await imports.bringIn(LIST);
  expect(again.run).toMatchObject({
    companies: { created: 0, updated: 0, unchanged: 4 },
    contacts: { created: 0, updated: 0, unchanged: 4 },
    notes: { written: 0, unchanged: 2 },
  });
});
