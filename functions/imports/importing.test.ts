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

/** An organisation of its own for each list, so that no list finds another's clients. */
async function begin(): Promise<void> {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  desk = createClientDesk(bed);
  imports = createImportBed(bed, store.files);
}

const none = { params: undefined, query: undefined, body: undefined };
const externalId = (id: string) => ({ externalId: `1c:${id}` });
const find = async (query: object) =>
  bodyOf(await bed.clients.lookup({ ...none, query }, bed.as(bed.admin))).hits;
const cardOf = async (query: object) => {
  const [hit] = await find(query);
  return desk.card({ type: 'company', id: hit?.id ?? 'none' });
};

const HEADINGS = 'Код;Компания;ИНН;КПП;Телефон;E-mail;Отрасль;Контактное лицо;Должность;Головная;Заметка';
const MAPPING = [
  { column: 'Код', field: 'company.externalId', source: '1c' },
  { column: 'Компания', field: 'company.name' },
  { column: 'ИНН', field: 'company.inn' },
  { column: 'КПП', field: 'company.kpp' },
  { column: 'Телефон', field: 'company.phone' },
  { column: 'E-mail', field: 'company.email' },
  { column: 'Отрасль', field: 'company.industry' },
  { column: 'Контактное лицо', field: 'contact.name' },
  { column: 'Должность', field: 'place.jobTitle' },
  { column: 'Головная', field: 'parent.name' },
  { column: 'Заметка', field: 'note.text' },
];
const ROWS = [
  '1;ООО «Ромашка»;7707083893;773601001;8 (495) 123-45-67;info@romashka.example;Розничная торговля;Мария Иванова;Директор;АО «Лютик»;Просит прайс',
  '2;АО «Лютик»;;;+7 916 000-11-22;;;;;;',
  '3;"ООО ""Василёк""";;;;;;Пётр Петров;;АО «Лютик»;',
];
const listOf = (...rows: string[]): string => [HEADINGS, ...rows, ''].join('\r\n');

describe('a list of clients', () => {
  it('comes in whole: firms, people with their places, parents that stand below, notes', async () => {
    await begin();
    const id = await imports.send(listOf(...ROWS));
    const checked = await imports.check(id, { mapping: MAPPING });
    const expected = {
      rows: { read: 3, accepted: 3, rejected: 0 },
      companies: { created: 3, updated: 0, unchanged: 0 },
      contacts: { created: 2, updated: 0, unchanged: 0 },
      parents: { added: 2, unchanged: 0 },
      notes: { written: 1, unchanged: 0 },
    };
    expect(checked).toMatchObject({ state: 'checked', totalRows: 3, encoding: 'utf-8', separator: ';' });
    expect(checked.dryRun).toEqual(expected);
    expect(await find(externalId('1'))).toEqual([]);

    const done = await imports.run(id);
    expect(done).toMatchObject({ state: 'finished', stalled: false, run: expected });
    const { company, contacts, relations, timeline } = await cardOf(externalId('1'));
    expect(company).toMatchObject({
      name: 'ООО «Ромашка»',
      status: 'prospect',
      inn: '7707083893',
      kpp: '773601001',
      phones: [{ number: '+74951234567', kind: 'work', dialable: true }],
      emails: [{ address: 'info@romashka.example' }],
      industry: 'retail',
      owner: bed.admin.id,
    });
    expect(contacts).toMatchObject([{ jobTitle: 'Директор', contact: { name: 'Мария Иванова' } }]);
    expect(relations).toMatchObject([{ kind: 'parent', name: 'АО «Лютик»' }]);
    expect(timeline.entries.map(({ kind }) => kind).toSorted()).toEqual(
      ['contact-linked', 'created', 'note', 'relation-added'].toSorted(),
    );
    expect((await cardOf(externalId('2'))).relations).toHaveLength(2);
    expect((await cardOf(externalId('3'))).company.name).toBe('ООО "Василёк"');
  });

  it('brought in again makes no second card and writes nothing', async () => {
    await begin();
    await imports.bringIn(listOf(...ROWS), { mapping: MAPPING });
    const before = await cardOf(externalId('1'));
    const again = await imports.bringIn(listOf(...ROWS), { mapping: MAPPING });
    expect(again.dryRun).toEqual(again.run);
    expect(again.run).toEqual({
      rows: { read: 3, accepted: 3, rejected: 0 },
      companies: { created: 0, updated: 0, unchanged: 3 },
      contacts: { created: 0, updated: 0, unchanged: 2 },
      parents: { added: 0, unchanged: 2 },
      notes: { written: 0, unchanged: 1 },
    });
    expect(await cardOf(externalId('1'))).toEqual(before);
    for (const name of ['ООО «Ромашка»', 'АО «Лютик»']) {
      const rows = await imports.bringIn(`Компания\n${name}\n`);
      expect(rows.run?.companies).toEqual({ created: 0, updated: 0, unchanged: 1 });
    }
  });

  it('takes filled cells over and empties nothing', async () => {
    await begin();
    await imports.bringIn(listOf(...ROWS), { mapping: MAPPING });
    const changed = listOf(
      '1;ООО «Ромашка и Ко»;;;8 495 765-43-21;;;Мария Иванова;Генеральный директор;;',
      ';АО «Лютик»;7736050003;;;;;Олег Новый;;;Новая заметка',
    );
    const { run } = await imports.bringIn(changed, { mapping: MAPPING });
    expect(run).toMatchObject({
      companies: { created: 0, updated: 2, unchanged: 0 },
      contacts: { created: 1, updated: 1, unchanged: 0 },
      notes: { written: 1, unchanged: 0 },
    });
    const { company, contacts } = await cardOf(externalId('1'));
    expect(company).toMatchObject({ name: 'ООО «Ромашка и Ко»', inn: '7707083893', version: 2 });
    expect(company.phones?.map(({ number }) => number)).toEqual(['+74951234567', '+74957654321']);
    expect(contacts).toMatchObject([{ jobTitle: 'Генеральный директор' }]);
    expect((await cardOf({ inn: '7736050003' })).contacts).toMatchObject([
      { contact: { name: 'Олег Новый' } },
    ]);
  });

  it('leaves clients that are here alone where that is asked for', async () => {
    await begin();
    await imports.bringIn('Компания\nАО «Лютик»\n');
    const body = { options: { existing: 'skip' } };
    const { run } = await imports.bringIn(
      'Компания,Телефон\nАО «Лютик»,89160001122\nНовая,89160001133\n',
      body,
    );
    expect(run?.companies).toEqual({ created: 1, updated: 0, unchanged: 1 });
    expect(await find({ phone: '89160001122' })).toEqual([]);
  });

  it('tells in the dry run what the run will do, rows of the same client included', async () => {
    await begin();
    const rows = [
      '7;Сеть;;;;;;Анна Первая;Директор;;Один',
      '7;Сеть;;;+7 916 000-11-33;;;Борис Второй;;;Два',
      ';Сеть;;;;;;Анна Первая;;;Один',
    ];
    const { dryRun, run } = await imports.bringIn(listOf(...rows), { mapping: MAPPING });
    expect(dryRun).toEqual(run);
    expect(run).toMatchObject({
      companies: { created: 1, updated: 1, unchanged: 1 },
      contacts: { created: 2, updated: 0, unchanged: 1 },
    });
    expect((await cardOf(externalId('7'))).contacts).toHaveLength(2);
  });

  it('is read in Windows-1251 with tabs, too', async () => {
    await begin();
    const bytes = Buffer.from(
      'Компания\tТелефон\r\nЁлка\t8 495 123-45-67\r\n'
        .split('')
        .map((letter) => CP1251.get(letter) ?? letter.charCodeAt(0)),
    );
    const done = await imports.bringIn(bytes);
    expect(done).toMatchObject({
      encoding: 'windows-1251',
      separator: '\t',
      run: { companies: { created: 1 } },
    });
    expect(await find({ phone: '84951234567' })).toMatchObject([{ name: 'Ёлка' }]);
  });
});

/** The Russian letters of the code page, by the platform's own decoder. */
const CP1251 = new Map(
  Array.from(
    { length: 256 },
    (_, byte) => [new TextDecoder('windows-1251').decode(Uint8Array.of(byte)), byte] as const,
  ),
);

describe('rows that cannot be taken', () => {
  it('are told with a reason each, in a file that can be mended and sent again', async () => {
    await begin();
    const rows = [
      '1;ООО «Ромашка»;7707083890;;;;;;;;',
      '2;Хорошая;;;;;;;;;',
      '3;"=cmd|\'/c calc\'!A1";;;12;;;;;;',
      '4;Мало;;;',
      '5;Сирота;;;;;;;;Нет такой;',
      '6;Отрасль;;;;;Нет такой отрасли;;;;',
      '7;Много;;;;;;;;;;лишнее;',
      '8;П\uFFFDро;;;;;;;;;',
    ];
    const { run, id } = await imports.bringIn(listOf(...rows), { mapping: MAPPING });
    expect(run?.rows).toEqual({ read: 8, accepted: 1, rejected: 7 });
    const text = await imports.rejected(id);
    const [heading, ...lines] = text.trimEnd().split('\r\n');
    expect(heading).toBe(`\uFEFFLine of the file;Error code;What to do;${HEADINGS}`);
    expect(lines.map((line) => line.split(';').slice(0, 2))).toEqual([
      ['2', 'inn.check-digit'],
      ['4', expect.stringMatching(/^phone\./)],
      ['5', 'csv.ragged'],
      ['7', 'reference.unknown'],
      ['8', 'csv.ragged'],
      ['9', 'csv.damaged-text'],
      ['6', 'parent.unknown'],
    ]);
    expect(lines.filter((line) => line.includes('The client itself is taken'))).toEqual([lines.at(-1)]);
    expect(await find(externalId('5'))).toMatchObject([{ name: 'Сирота' }]);
    expect(text).toContain("'=cmd|");
    expect(text).toContain(';4;Мало;;;\r\n');
    expect(text).toContain(';7;Много;;;;;;;;;;лишнее;\r\n');

    // Sent back as it is, all of it is refused again, for the same reasons.
    const unmended = await imports.bringIn(text, { mapping: MAPPING });
    expect(unmended).toMatchObject({
      headings: HEADINGS.split(';'),
      run: { rows: { accepted: 0, rejected: 7 } },
    });
    const again = await imports.rejected(unmended.id);
    const cellsOf = (file: string) => file.split('\r\n').map((line) => line.split(';').slice(1).join(';'));
    expect(cellsOf(again)).toEqual(cellsOf(text));
  });

  it('are taken once they are mended', async () => {
    await begin();
    const places = MAPPING.map((column, index) => ({ ...column, column: index + 1 }));
    await imports.bringIn(listOf('2;Хорошая;;;;;;;;;'), { mapping: MAPPING });
    const rows = [
      '1;ООО «Ромашка»;7707083890;;;;;;;;',
      '3;"=cmd|\'/c calc\'!A1";;;12;;;;;;',
      '4;Мало;;;',
      '5;Сирота;;;;;;;;Нет такой;',
      '7;Много;;;;;;;;;;лишнее',
      '8;П\uFFFDро;;;;;;;;;',
    ];
    const { id } = await imports.bringIn(listOf(...rows), { mapping: MAPPING });
    const mended = (await imports.rejected(id))
      .replace('7707083890', '7707083893')
      .replace(';12;', ';;')
      .replace('Мало;;;', 'Мало;;;;;;;;;')
      .replace('Нет такой;', 'Хорошая;')
      .replace(';лишнее', '')
      .replace('П\uFFFDро', 'Перо');
    const second = await imports.send(mended);
    const { columns, mapping } = bodyOf(
      await imports.handlers.readImportColumns({ ...none, params: { id: second } }, bed.as(bed.admin)),
    );
    expect(columns.map(({ heading }) => heading)).toEqual(HEADINGS.split(';'));
    expect(columns[1]?.samples[0]).toBe('ООО «Ромашка»');
    expect(mapping.map(({ column }) => column)).toContain('Компания');
    await imports.check(second, { mapping: places });
    const { run } = await imports.run(second);
    expect(run?.rows).toEqual({ read: 6, accepted: 6, rejected: 0 });
    expect((await cardOf(externalId('3'))).company.name).toBe("=cmd|'/c calc'!A1");
    expect((await cardOf(externalId('5'))).relations).toMatchObject([{ kind: 'parent', name: 'Хорошая' }]);
  });

  it('of a dry run are not told of a later one', async () => {
    await begin();
    const rows = Array.from({ length: 201 }, (_, n) => `${n === 200 ? '' : `Клиент ${n}`},стр. 12`);
    const id = await imports.send(['Компания,Дом', ...rows, ''].join('\n'));
    const wrong = [
      { column: 1, field: 'company.name' },
      { column: 2, field: 'company.phone' },
    ];
    const first = await imports.check(id, { mapping: wrong });
    expect(first.dryRun?.rows).toEqual({ read: 201, accepted: 0, rejected: 201 });
    expect((await imports.rejected(id)).split('\r\n')).toHaveLength(201 + 2);

    const second = await imports.check(id, { mapping: wrong.slice(0, 1) });
    expect(second.dryRun?.rows).toEqual({ read: 201, accepted: 200, rejected: 1 });
    expect((await imports.rejected(id)).split('\r\n')).toHaveLength(1 + 2);

    const third = await imports.check(id, { mapping: wrong });
    expect(third.dryRun?.rows.rejected).toBe(201);
    await imports.handlers.dryRunImport({ ...none, params: { id }, body: {} }, bed.as(bed.admin));
    await imports.handlers.cancelImport({ ...none, params: { id } }, bed.as(bed.admin));
    await expect(imports.rejected(id)).rejects.toMatchObject({ code: 'import.nothing-rejected' });
  });

  it('may not tell of the future', async () => {
    await begin();
    const { run, id } = await imports.bringIn(
      'Компания;Заметка;Дата заметки\nПервая;Была;01.02.2024\nВторая;Будет;01.02.2124\n',
    );
    expect(run).toMatchObject({ rows: { accepted: 1, rejected: 1 }, notes: { written: 1 } });
    expect(await imports.rejected(id)).toContain('time.in-future');
  });

  it('leave nothing half-written', async () => {
    await begin();
    await desk.company({ name: 'Двойник' });
    await desk.company({ name: 'Двойник' });
    const { run } = await imports.bringIn('Компания,Контакт,Телефон\nДвойник,Анна,89160001122\n');
    expect(run?.rows.rejected).toBe(1);
    expect(await find({ phone: '89160001122' })).toEqual([]);
  });

  it('do not reach clients of others', async () => {
    await begin();
    const team = await bed.addTeam('Продажи');
    const owner = await bed.addUser('agent', [team]);
    const manager = await bed.addUser('manager', []);
    await desk.company({ name: 'Чужая', inn: '7707083893', externalIds: [{ source: '1c', id: '9' }] }, owner);
    const theirs = createImportBed({ ...bed, admin: manager }, store.files);
    const { run, id } = await theirs.bringIn(listOf('9;Чужая;;;;;;;;;'), { mapping: MAPPING });
    expect(run?.rows.rejected).toBe(1);
    expect(await theirs.rejected(id)).toContain('access.forbidden');
  });
});
