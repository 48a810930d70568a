import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { bodyOf, type ClientDesk, createClientDesk } from '../../tests/equipment/client-desk.ts';
import {
  createImportBed,
  type FileStore,
  type ImportBed,
  startFileStore,
} from '../../tests/equipment/import-bed.ts';
import { createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';

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

const none = { params: undefined, query: undefined, body: undefined };
const find = async (query: object) =>
  bodyOf(await bed.clients.lookup({ ...none, query }, bed.as(bed.admin))).hits;
const contactsOf = async (phone: string) => {
  const [hit] = await find({ phone });
  return (await desk.card({ type: 'company', id: hit?.id ?? 'none' })).contacts;
};

const HEADINGS = 'Компания;Телефон;Контактное лицо;Почта;Должность;Отдел;Моб';
const MAPPING = [
  { column: 'Компания', field: 'company.name' },
  { column: 'Телефон', field: 'company.phone' },
  { column: 'Контактное лицо', field: 'contact.name' },
  { column: 'Почта', field: 'contact.email' },
  { column: 'Должность', field: 'place.jobTitle' },
  { column: 'Отдел', field: 'place.department' },
  { column: 'Моб', field: 'contact.phone', kind: 'mobile' },
];
const bringIn = (...rows: string[]) => imports.bringIn([HEADINGS, ...rows].join('\n'), { mapping: MAPPING });

describe('a person whom several rows of a list name', () => {
  it('gets all that they say', async () => {
    await begin();
    const { dryRun, run } = await bringIn(
      'Сад;84951234501;Анна Первая;;Директор;;',
      'Сад;;Анна Первая;;;Продажи;89161110001',
      'Сад;;Анна Первая;anna@sad.example;Генеральный директор;;',
      'Сад;;Анна Первая;;Генеральный директор;Продажи;',
    );
    expect(run?.contacts).toEqual({ created: 1, updated: 2, unchanged: 1 });
    expect(dryRun).toEqual(run);
    expect(await contactsOf('84951234501')).toMatchObject([
      {
        jobTitle: 'Генеральный директор',
        department: 'Продажи',
        contact: {
          name: 'Анна Первая',
          phones: [{ number: '+79161110001', kind: 'mobile' }],
          emails: [{ address: 'anna@sad.example' }],
        },
      },
    ]);
  });

  it('gets a place at each firm', async () => {
    await begin();
    const { dryRun, run } = await bringIn(
      'Сад;84951234501;Анна Первая;anna@sad.example;Директор;;',
      'Огород;84951234502;Анна Первая;anna@sad.example;Совладелец;;',
      'Огород;;Анна Первая;anna@sad.example;Владелец;;',
    );
    expect(run?.contacts).toEqual({ created: 1, updated: 2, unchanged: 0 });
    expect(dryRun).toEqual(run);
    const [garden, orchard] = [await contactsOf('84951234502'), await contactsOf('84951234501')];
    expect(garden).toMatchObject([{ jobTitle: 'Владелец' }]);
    expect(orchard).toMatchObject([{ jobTitle: 'Директор' }]);
    expect(garden[0]?.contactId).toBe(orchard[0]?.contactId);
  });

  it('is known by what the rows before have added, to the dry run too', async () => {
    await begin();
    const first = 'Сад;84951234501;Анна Первая;;Директор;Продажи;';
    await bringIn(first);
    const { dryRun, run } = await bringIn(
      'Сад;;Анна Первая;anna@sad.example;;;',
      'Сад;;Анна Замужняя;anna@sad.example;;;',
      'Сад;;;anna@sad.example;Директор;;',
      'Сад;;;anna@sad.example;Директор;Закупки;',
      'Сад;;;anna@sad.example;;Закупки;',
    );
    expect(run?.contacts).toEqual({ created: 0, updated: 3, unchanged: 2 });
    expect(dryRun).toEqual(run);
    expect(await contactsOf('84951234501')).toMatchObject([
      { jobTitle: 'Директор', department: 'Закупки', contact: { name: 'Анна Замужняя' } },
    ]);
  });

  it('has the same rows behind in the next part of the list', async () => {
    await begin();
    const others = Array.from({ length: 210 }, (_, n) => `Фирма ${n};;Человек ${n};;;;`);
    const { dryRun, run } = await bringIn(
      'Сад;84951234501;Анна Первая;;Директор;;',
      ...others,
      'Сад;;Анна Первая;;Генеральный директор;;',
      'Сад;;Анна Первая;;Генеральный директор;;',
    );
    expect(run?.contacts).toEqual({ created: 211, updated: 1, unchanged: 1 });
    expect(dryRun).toEqual(run);
    expect(await contactsOf('84951234501')).toMatchObject([{ jobTitle: 'Генеральный директор' }]);
  });
});

describe('a name in other letters', () => {
  it('is the same name, and renames nobody', async () => {
    await begin();
    const rows = ['Сад;84951234501;Анна Первая;;;;', 'САД;;АННА  ПЕРВАЯ;;;;', ' сад ;;Анна первая;;;;'];
    await bringIn(...rows);
    const { dryRun, run } = await bringIn(...rows);
    expect(run).toMatchObject({
      companies: { created: 0, updated: 0, unchanged: 3 },
      contacts: { created: 0, updated: 0, unchanged: 3 },
    });
    expect(dryRun).toEqual(run);
    expect(await find({ phone: '84951234501' })).toMatchObject([{ name: 'Сад' }]);
    expect(await contactsOf('84951234501')).toMatchObject([{ contact: { name: 'Анна Первая' } }]);
  });
});

describe('where clients that are here stay as they are', () => {
  const skipping = (...rows: string[]) =>
    imports.bringIn([HEADINGS, ...rows].join('\n'), { mapping: MAPPING, options: { existing: 'skip' } });

  it('a firm that the list brings gets all its people', async () => {
    await begin();
    const rows = [
      'Сад;84951234501;Анна Первая;;Директор;;',
      'Сад;;Борис Второй;;Сторож;;',
      'Сад;;Анна Первая;;;Продажи;',
    ];
    const others = Array.from({ length: 210 }, (_, n) => `Фирма ${n};;;;;;`);
    const { dryRun, run } = await skipping(...rows, ...others, 'Сад;;Вера Третья;;;;');
    expect(run?.contacts).toEqual({ created: 3, updated: 1, unchanged: 0 });
    expect(dryRun).toEqual(run);
    expect(await contactsOf('84951234501')).toMatchObject([
      { jobTitle: 'Директор', department: 'Продажи' },
      { jobTitle: 'Сторож' },
      { contact: { name: 'Вера Третья' } },
    ]);
    const again = await skipping(...rows, 'Сад;;Глеб Четвёртый;;;;');
    expect(again.run).toMatchObject({
      companies: { created: 0, updated: 0, unchanged: 4 },
      contacts: { created: 0, updated: 0, unchanged: 4 },
    });
    expect(again.dryRun).toEqual(again.run);
    expect(await contactsOf('84951234501')).toHaveLength(3);
  });

  it('a person of no firm does, too', async () => {
    await begin();
    const anna = ';;Анна Первая;anna@sad.example;;;';
    await bringIn(`${anna}89161110001`);
    const { dryRun, run } = await skipping(
      `${anna}89161110002`,
      ';;Борис Второй;boris@sad.example;;;89161110003',
      ';;Борис Второй;boris@sad.example;;;89161110004',
    );
    expect(run?.contacts).toEqual({ created: 1, updated: 1, unchanged: 1 });
    expect(dryRun).toEqual(run);
    expect(await find({ phone: '89161110002' })).toEqual([]);
    expect(await find({ phone: '89161110004' })).toHaveLength(1);
  });
});

describe('a client that is named without its name', () => {
  const list = (...rows: string[]) => ['ИНН;E-mail контакта;Теги', ...rows].join('\n');

  it('is refused where it is not here, and the row says what is missing', async () => {
    await begin();
    await desk.company({ name: 'Сад', inn: '7707083893' });
    const { dryRun, run, id } = await imports.bringIn(
      list('7707083893;;VIP', '7736050003;;VIP', ';nobody@x.example;'),
    );
    expect(run).toMatchObject({ rows: { accepted: 1, rejected: 2 }, companies: { updated: 1 } });
    expect(dryRun).toEqual(run);
    const [, ...lines] = (await imports.rejected(id)).trimEnd().split('\r\n');
    expect(lines).toEqual([
      expect.stringMatching(/row\.company-unknown;.*give its name/),
      expect.stringMatching(/row\.contact-unknown;.*give the name/),
    ]);
  });
});
