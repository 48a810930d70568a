import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { companyInputSchema } from '../clients/company.ts';
import { contactInputSchema, contactLinkInputSchema } from '../clients/contact.ts';
import { normaliseChannels } from '../clients/normalise.ts';
import { noteInputSchema } from '../clients/timeline.ts';
import { bindMapping } from './binding.ts';
import { type CellReading, FIELDS, IMPORT_FIELDS, type ImportFieldId } from './fields.ts';
import { type ColumnMapping, type ImportOptions, importOptionsSchema } from './mapping.ts';
import { type RowContext, readRow } from './reading-row.ts';
import type { ImportedRow, Words } from './row.ts';

const ENTRIES = new Map([
  ['industries розница', 'retail'],
  ['industries retail', 'retail'],
  ['segments vip', 'vip'],
  ['lead-sources выставка', 'exhibition'],
]);
const ANNA = '01KA9ZQ4T8E3M6X0V7B2C5D9FG';
const HOME = '01KA9ZQ4T8E3M6X0V7B2C5D9FH';
const words: Words = {
  entry: (dictionary, word) => ENTRIES.get(`${dictionary} ${word.toLowerCase()}`),
  user: (word) => (word === 'anna@x.example' || word === 'Анна Кузнецова' ? ANNA : undefined),
  team: (word) => (word === 'Россия' ? HOME : undefined),
};
const CONTEXT: RowContext = { words, country: 'RU', currency: 'RUB', zone: 'Europe/Moscow' };

type Cells = Readonly<Partial<Record<ImportFieldId, string>>>;
type Option = Omit<ColumnMapping, 'column' | 'field'>;

const DEFAULTS: Readonly<Partial<Record<ImportFieldId, Option>>> = {
  'company.externalId': { source: '1c' },
  'contact.externalId': { source: '1c' },
  'parent.externalId': { source: '1c' },
};

/** Reads one row of a list that has a column for each given field, headed by the field's id. */
function read(
  cells: Cells,
  columns: Readonly<Partial<Record<ImportFieldId, Option>>> = {},
  options: Partial<ImportOptions> = {},
) {
  const fields = Object.keys(cells) as ImportFieldId[];
  const mapping = fields.map((field) => ({ column: field, field, ...DEFAULTS[field], ...columns[field] }));
  const bound = bindMapping(fields, mapping);
  if ('issues' in bound) throw new Error(JSON.stringify(bound.issues));
  return readRow(Object.values(cells), bound, importOptionsSchema.parse(options), CONTEXT);
}

function rowOf(...given: Parameters<typeof read>): ImportedRow {
  const reading = read(...given);
  if ('issues' in reading) throw new Error(JSON.stringify(reading.issues));
  return reading.row;
}

function issuesOf(...given: Parameters<typeof read>): string[] {
  const reading = read(...given);
  return 'issues' in reading ? reading.issues.map(({ parameter, code }) => `${parameter} ${code}`) : [];
}

const NAME = { 'company.name': 'ООО «Ромашка»' } as const;

it('reads a whole row of a company with its person, parent and note', () => {
  const row = rowOf(
    {
      'company.name': ' ООО «Ромашка» ',
      'company.legalName': 'Общество «Ромашка»',
      'company.kind': 'Юр. лицо',
      'company.status': 'Клиент',
      'company.inn': '7707083893/773601001',
      'company.ogrn': '1027700132195',
      'company.phone': '8 (495) 123-45-67, доб. 12; 8 800 555-35-35',
      'company.fax': '8 495 123-45-68; 8 495 123-45-69',
      'company.email': 'Info@Romashka.example',
      'company.website': 'romashka.example',
      'company.industry': 'Розница',
      'company.segment': 'VIP',
      'company.leadSource': 'выставка',
      'company.tags': 'опт; VIP',
      'company.owner': 'anna@x.example',
      'company.team': 'Россия',
      'company.employees': '2 822',
      'company.foundedYear': '1996 г.',
      'company.annualRevenue': '1 234,5',
      'company.budget': '100 €',
      'company.addressLine': 'ул. Ленина, 5',
      'company.city': 'Тверь',
      'company.region': 'Тверская область',
      'company.postalCode': '170000',
      'company.country': 'Россия',
      'company.description': 'Хороший\r\nклиент',
      'company.externalId': '000000123',
      'company.zone': 'Europe/Moscow',
      'company.language': 'русский',
      'company.bankName': 'ПАО Сбербанк',
      'company.bik': '044525225',
      'company.account': '40602810700000000025',
      'contact.lastName': 'Иванова',
      'contact.firstName': 'Мария',
      'contact.middleName': 'Петровна',
      'contact.phone': '+7 916 000-11-22',
      'contact.birthday': '31.12.1980',
      'place.jobTitle': 'Директор',
      'place.role': 'ЛПР',
      'place.influence': '5',
      'place.primary': 'да',
      'place.from': '01.02.2020',
      'parent.name': 'АО «Клумба»',
      'note.text': 'Просит прайс',
      'note.date': '31.12.2025 14:30',
    },
    { 'company.annualRevenue': { unit: 'thousand' }, 'contact.phone': { kind: 'mobile' } },
  );
  expect(row).toEqual({
    company: {
      name: 'ООО «Ромашка»',
      legalName: 'Общество «Ромашка»',
      kind: 'company',
      status: 'customer',
      inn: '7707083893',
      kpp: '773601001',
      ogrn: '1027700132195',
      phones: [
        { number: '8 (495) 123-45-67, доб. 12', kind: 'work', country: 'RU' },
        { number: '8 800 555-35-35', kind: 'work', country: 'RU' },
        { number: '8 495 123-45-68', kind: 'fax', country: 'RU' },
        { number: '8 495 123-45-69', kind: 'fax', country: 'RU' },
      ],
      emails: [{ address: 'Info@Romashka.example', kind: 'work' }],
      website: 'https://romashka.example',
      industry: 'retail',
      segment: 'vip',
      leadSource: 'exhibition',
      tags: ['опт', 'VIP'],
      owner: ANNA,
      team: HOME,
      employees: 2822,
      foundedYear: 1996,
      finances: {
        annualRevenue: { amount: '1234500.00', currency: 'RUB' },
        budget: { amount: '100.00', currency: 'EUR' },
        bankAccounts: [{ bank: 'ПАО Сбербанк', bik: '044525225', account: '40602810700000000025' }],
      },
      addresses: [
        {
          kind: 'actual',
          line: 'ул. Ленина, 5',
          city: 'Тверь',
          region: 'Тверская область',
          postalCode: '170000',
          country: 'RU',
        },
      ],
      description: 'Хороший\nклиент',
      externalIds: [{ source: '1c', id: '000000123' }],
      zone: 'Europe/Moscow',
      language: 'ru',
    },
    contact: {
      name: 'Иванова Мария Петровна',
      lastName: 'Иванова',
      firstName: 'Мария',
      middleName: 'Петровна',
      phones: [{ number: '+7 916 000-11-22', kind: 'mobile', country: 'RU' }],
      birthday: '1980-12-31',
    },
    place: { jobTitle: 'Директор', role: 'decision-maker', influence: 5, primary: true, from: '2020-02-01' },
    parent: { name: 'АО «Клумба»' },
    note: { text: 'Просит прайс', occurredAt: '2025-12-31T11:30:00.000Z' },
  });
});

describe('cells', () => {
  it('that are empty or stand for nothing leave no trace: no default of the API is put in', () => {
    expect(
      rowOf({
        ...NAME,
        'company.city': '',
        'company.kind': 'NULL',
        'company.status': '—',
        'note.text': 'н/д',
      }),
    ).toEqual({
      company: { name: 'ООО «Ромашка»' },
    });
  });

  it('are replaced by what a mapping says of their words', () => {
    const columns = { 'company.industry': { values: { Розн: 'retail', прочее: '' } } };
    expect(rowOf({ ...NAME, 'company.industry': 'розн' }, columns).company?.industry).toBe('retail');
    expect(rowOf({ ...NAME, 'company.industry': 'Прочее' }, columns).company?.industry).toBeUndefined();
  });

  it('of several columns come together: lists side by side, texts behind each other', () => {
    const headings = ['Название', 'Теги', 'Ещё теги', 'Улица', 'Дом', 'О нём', 'И ещё'];
    const fields = [
      'company.name',
      'company.tags',
      'company.tags',
      'company.addressLine',
      'company.addressLine',
      'company.description',
      'company.description',
    ] as const;
    const bound = bindMapping(
      headings,
      headings.map((column, place) => ({ column, field: fields[place] ?? 'company.tags' })),
    );
    if ('issues' in bound) throw new Error('not bound');
    const reading = readRow(
      ['А', 'a;b', 'b,c', 'ул. Мира', '5', 'раз', 'два'],
      bound,
      importOptionsSchema.parse({}),
      CONTEXT,
    );
    expect(reading).toEqual({
      row: {
        company: {
          name: 'А',
          tags: ['a', 'b', 'c'],
          addresses: [{ kind: 'actual', line: 'ул. Мира, 5' }],
          description: 'раз\nдва',
        },
      },
    });
  });

  it('of addresses of several kinds make an address each', () => {
    const cells = { ...NAME, 'company.city': 'Тверь', 'company.region': 'Область', 'company.country': 'DE' };
    const columns = { 'company.city': { kind: 'legal' }, 'company.country': { kind: 'legal' } };
    expect(rowOf(cells, columns).company?.addresses).toEqual([
      { kind: 'legal', city: 'Тверь', country: 'DE' },
      { kind: 'actual', region: 'Область' },
    ]);
  });

  it('a KPP of its own goes before the one beside the INN', () => {
    const both = '7707083893/773601001';
    expect(rowOf({ 'company.kpp': '770701001', 'company.inn': both }).company).toEqual({
      inn: '7707083893',
      kpp: '770701001',
    });
    expect(rowOf({ 'company.inn': both, 'company.kpp': '770701001' }).company).toEqual({
      inn: '7707083893',
      kpp: '770701001',
    });
    expect(rowOf({ ...NAME, 'parent.inn': both }).parent).toEqual({ inn: '7707083893', kpp: '773601001' });
  });
});

describe('telephones', () => {
  const countryOf = (cells: Cells, options: Partial<ImportOptions> = {}) =>
    rowOf({ ...NAME, 'company.phone': '+74951234567', ...cells }, {}, options).company?.phones;

  it('are of the row’s country, else of the list’s, else of the organisation’s', () => {
    expect(countryOf({ 'company.country': 'Germany' }, { country: 'KZ' })).toMatchObject([{ country: 'DE' }]);
    expect(countryOf({ 'company.country': '' }, { country: 'KZ' })).toMatchObject([{ country: 'KZ' }]);
    expect(countryOf({})).toMatchObject([{ country: 'RU' }]);
  });

  it('of the person are of the row’s country too, wherever its column stands', () => {
    const row = rowOf({
      ...NAME,
      'contact.name': 'Anna',
      'contact.phone': '030 123456',
      'company.country': 'Германия',
    });
    expect(row.contact?.phones).toEqual([{ number: '030 123456', kind: 'work', country: 'DE' }]);
  });

  it('that are none are refused, or kept as written', () => {
    expect(issuesOf({ ...NAME, 'company.phone': '12; 8 495 123-45-67' })).toEqual([
      'company.phone phone.too-short',
    ]);
    expect(rowOf({ ...NAME, 'company.phone': '12' }, {}, { keepUndialable: true }).company?.phones).toEqual([
      { number: '12', kind: 'work', country: 'RU', dialable: false },
    ]);
  });
});

describe('names of persons', () => {
  it.each<[Cells, string]>([
    [{ 'contact.firstName': 'Мария', 'contact.lastName': 'Иванова' }, 'Иванова Мария'],
    [
      { 'contact.lastName': 'Иванова', 'contact.middleName': 'Петровна', 'contact.firstName': 'Мария' },
      'Иванова Мария Петровна',
    ],
    [{ 'contact.firstName': 'Maria', 'contact.lastName': 'Anders' }, 'Maria Anders'],
    [
      { 'contact.firstName': 'John', 'contact.middleName': 'F.', 'contact.lastName': 'Smith' },
      'John F. Smith',
    ],
    [{ 'contact.firstName': 'Мария' }, 'Мария'],
    [{ 'contact.name': 'Маша', 'contact.lastName': 'Иванова' }, 'Маша'],
  ])('of %j are %j', (cells, name) => {
    expect(rowOf({ ...NAME, ...cells }).contact?.name).toBe(name);
  });
});

describe('rows about a private person', () => {
  it('have as the person’s what is mapped as a company’s', () => {
    const row = rowOf({
      'company.name': '',
      'contact.name': 'Анна Орлова',
      'contact.email': 'anna@x.example',
      'company.phone': '8 916 000-11-22',
      'company.city': 'Тверь',
      'company.owner': 'anna@x.example',
      'company.tags': 'VIP',
      'contact.tags': 'VIP, свой',
    });
    expect(row).toEqual({
      contact: {
        name: 'Анна Орлова',
        emails: [{ address: 'anna@x.example', kind: 'work' }],
        phones: [{ number: '8 916 000-11-22', kind: 'work', country: 'RU' }],
        addresses: [{ kind: 'actual', city: 'Тверь' }],
        owner: ANNA,
        tags: ['VIP', 'свой'],
      },
    });
  });

  it('are refused where they say what only a company has', () => {
    const cells = { 'company.name': '', 'contact.name': 'Анна', 'contact.email': 'a@x.example' };
    expect(issuesOf({ ...cells, 'company.industry': 'Розница' })).toEqual([
      'company.industry row.company-unnamed',
    ]);
    expect(issuesOf({ ...cells, 'place.jobTitle': 'Директор' })).toEqual([
      'place.jobTitle row.place-unlinked',
    ]);
    expect(issuesOf({ ...cells, 'parent.name': 'АО' })).toEqual(['parent.name row.parent-unlinked']);
  });

  it('are refused without anything to find the person by', () => {
    expect(issuesOf({ 'company.name': '', 'contact.name': 'Анна' })).toEqual([
      'contact.name row.nothing-to-match',
    ]);
    expect(issuesOf({ 'contact.name': 'Анна', 'contact.phone': '12' }, {}, { keepUndialable: true })).toEqual(
      ['contact.name row.nothing-to-match'],
    );
    expect(issuesOf({ 'contact.name': 'Анна', 'contact.phone': '12' })).toEqual([
      'contact.phone phone.too-short',
    ]);
    expect(issuesOf({ 'contact.name': 'Анна', 'contact.externalId': '7' })).toEqual([]);
    expect(issuesOf({ ...NAME, 'contact.name': 'Анна' })).toEqual([]);
  });
});

describe('issues', () => {
  it.each<[Cells, string]>([
    [{ 'company.inn': '7707083894' }, 'company.inn inn.check-digit'],
    [{ 'company.inn': '7707083894/773601001' }, 'company.inn inn.check-digit'],
    [{ 'company.inn': '7,70708E+09' }, 'company.inn cell.digits-lost'],
    [{ 'company.legalName': '#ССЫЛКА!' }, 'company.legalName cell.formula-error'],
    [{ 'company.legalName': 'А\u0000Б' }, 'company.legalName text.control-character'],
    [{ 'company.legalName': 'я'.repeat(501) }, 'company.legalName text.too-long'],
    [{ 'company.phone': '1'.repeat(5000) }, 'company.phone text.too-long'],
    [{ 'company.kpp': '77' }, 'company.kpp kpp.malformed'],
    [{ 'company.email': 'нет' }, 'company.email email.malformed'],
    [{ 'company.website': 'нет' }, 'company.website url.invalid'],
    [{ 'company.industry': 'Космос' }, 'company.industry reference.unknown'],
    [{ 'company.owner': 'Никто' }, 'company.owner reference.unknown'],
    [{ 'company.team': 'Никакая' }, 'company.team reference.unknown'],
    [{ 'company.status': 'в работе' }, 'company.status value.not-listed'],
    [{ 'company.employees': '2,5' }, 'company.employees number.not-whole'],
    [{ 'company.employees': '-5' }, 'company.employees number.too-small'],
    [{ 'company.foundedYear': '12' }, 'company.foundedYear number.too-small'],
    [{ 'company.annualRevenue': 'много' }, 'company.annualRevenue money.not-a-number'],
    [{ 'company.annualRevenue': '-5' }, 'company.annualRevenue money.negative'],
    [{ 'company.annualRevenue': '1,2345' }, 'company.annualRevenue money.too-precise'],
    [{ 'company.annualRevenue': '1'.repeat(16) }, 'company.annualRevenue money.too-large'],
    [{ 'company.country': 'Атлантида' }, 'company.country country.unknown'],
    [{ 'company.zone': 'MSK' }, 'company.zone zone.unknown'],
    [{ 'company.tags': Array.from({ length: 51 }, (_, i) => i).join() }, 'company.tags list.too-long'],
    [{ 'company.tags': 'я'.repeat(51) }, 'company.tags text.too-long'],
    [
      { 'company.bik': '044525225', 'company.account': '40702810438000000002' },
      'company.account account.key',
    ],
    [{ 'contact.name': 'А', 'contact.birthday': '31.02.2000' }, 'contact.birthday date.invalid'],
    [{ 'contact.name': 'А', 'place.influence': '6' }, 'place.influence number.too-large'],
    [
      { 'contact.name': 'А', 'place.from': '2.1.2020', 'place.to': '1.1.2020' },
      'place.to link.dates-reversed',
    ],
    [{ 'contact.name': '', 'place.jobTitle': 'Директор' }, 'place.jobTitle row.place-unlinked'],
    [{ 'contact.name': '', 'contact.birthday': '1.1.2000' }, 'contact.birthday row.contact-unnamed'],
    [{ 'parent.name': '', 'parent.kpp': '773601001' }, 'parent.kpp row.parent-unnamed'],
    [{ 'note.text': 'А', 'note.date': '31.12.2025 25:00' }, 'note.date time.invalid'],
  ])('of %.60j', (cells, issue) => {
    expect(issuesOf({ ...NAME, ...cells })).toEqual([issue]);
  });

  it('are all told at once', () => {
    expect(
      issuesOf({
        ...NAME,
        'company.inn': '1',
        'company.email': 'нет; a@x.example; да',
        'company.country': '?',
      }),
    ).toEqual([
      'company.email email.malformed',
      'company.email email.malformed',
      'company.country country.unknown',
      'company.inn inn.malformed',
    ]);
  });

  it('of too many telephones are told at the first column that has some', () => {
    const phones = Array.from({ length: 11 }, (_, index) => `+74951234${100 + index}`).join(';');
    expect(issuesOf({ ...NAME, 'company.phone': phones })).toEqual(['company.phone list.too-long']);
  });

  it('what says nothing by itself is left out', () => {
    expect(rowOf({ ...NAME, 'note.text': '', 'note.date': '31.12.2025' })).toEqual({
      company: { name: 'ООО «Ромашка»' },
    });
    expect(rowOf({ ...NAME, 'contact.name': '', 'place.primary': 'нет' })).toEqual({
      company: { name: 'ООО «Ромашка»' },
    });
    expect(issuesOf({ ...NAME, 'contact.name': '', 'place.primary': 'да' })).toEqual([
      'place.primary row.place-unlinked',
    ]);
    expect(rowOf({ ...NAME, 'contact.name': 'А', 'place.primary': 'нет' }).place).toEqual({ primary: false });
  });
});

describe('ragged rows', () => {
  const bound = bindMapping(
    ['Название', 'Город', '', ''],
    [
      { column: 'Название', field: 'company.name' },
      { column: 'Город', field: 'company.city' },
    ],
  );
  const raggedness = (...cells: string[]) => {
    if ('issues' in bound) throw new Error('not bound');
    const reading = readRow(cells, bound, importOptionsSchema.parse({}), CONTEXT);
    return 'issues' in reading ? reading.issues.map(({ code }) => code) : [];
  };

  it('are refused, but for empty cells at the end', () => {
    expect(raggedness('А')).toEqual(['csv.ragged']);
    expect(raggedness('А', 'Тверь')).toEqual([]);
    expect(raggedness('А', 'Тверь', 'x', 'y')).toEqual([]);
    expect(raggedness('А', 'Тверь', '', '', '', ' ')).toEqual([]);
    expect(raggedness('А', 'Тверь', '', '', 'x')).toEqual(['csv.ragged']);
  });
});

/** What people write in cells of each reading. */
const USUAL: Readonly<Record<CellReading, readonly string[]>> = {
  text: ['А', 'Anna', 'Europe/Moscow', 'SABRRUMM'],
  paragraphs: ['Раз\nдва', 'три'],
  digits: ['7707083893', '773601001', '7707083893/773601001', '1027700132195', '044525225'],
  phone: ['8 495 123-45-67', '+49 30 123456; 8 800 555-35-35'],
  fax: ['8 495 123-45-67'],
  email: ['a@x.example', 'B@x.example, c@x.example'],
  address: ['Тверь', 'ул. Мира, 5'],
  country: ['Россия', 'DE'],
  website: ['x.example', 'https://y.example/'],
  amount: ['1 234,5', '100 €'],
  'whole-number': ['5', '1996', '2 822'],
  day: ['2020-01-01', '31.12.2020'],
  instant: ['2020-01-01 10:00', '31.12.2020'],
  tags: ['VIP; опт', 'новый'],
  'external-id': ['1', '000'],
  'yes-no': ['да', 'нет'],
  'company-kind': ['юр. лицо', 'person'],
  'company-status': ['клиент', 'prospect'],
  'decision-role': ['ЛПР', 'user'],
  language: ['ru', 'English'],
  industries: ['розница'],
  segments: ['VIP'],
  'lead-sources': ['Выставка'],
  user: ['anna@x.example'],
  team: ['Россия'],
};
const noise = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('1', '.', ',', ' ', '-', '+', '(', '@', ';', '\n', '=', "'", 'р', 'Е'),
    maxLength: 10,
  }),
  fc.constantFrom('NULL', '#N/A', '5E+10', '__proto__', 'constructor'),
);
/** Any fields with cells: mostly usual ones, many empty. */
const rows = fc
  .uniqueArray(fc.constantFrom(...IMPORT_FIELDS), { maxLength: 25 })
  .map((fields) => [
    ...new Set<ImportFieldId>(['company.name', 'contact.name', 'parent.name', 'note.text', ...fields]),
  ])
  .chain((fields) =>
    fc.tuple(
      ...fields.map((field) => {
        const usual = fc.constantFrom(...USUAL[FIELDS[field].reads]);
        const cell = fc.oneof(
          { weight: 20, arbitrary: usual },
          { weight: 10, arbitrary: fc.constant('') },
          noise,
        );
        return fc.tuple(fc.constant(field), cell);
      }),
    ),
  );

describe('any cells', () => {
  it('give what the API takes, or issues at the columns of the list', () => {
    let taken = 0;
    fc.assert(
      fc.property(rows, fc.boolean(), (cells, keepUndialable) => {
        const reading = read(Object.fromEntries(cells), {}, { keepUndialable });
        if ('issues' in reading) {
          expect(reading.issues.length).toBeGreaterThan(0);
          for (const { parameter, code, message } of reading.issues) {
            if (parameter !== undefined) expect(cells.map(([field]) => field)).toContain(parameter);
            expect(code).toMatch(/^[a-z-]+\.[a-z0-9-]+$/);
            expect(message).toMatch(/^[A-Z].*\.$/s);
          }
          return;
        }
        taken += 1;
        const { company, contact, place, note } = reading.row;
        expect(company ?? contact).toBeDefined();
        const firm = companyInputSchema.parse({ name: 'А', ...company });
        const person = contactInputSchema.parse({ name: 'А', ...contact });
        expect(firm).toMatchObject(company ?? {});
        expect(person).toMatchObject(contact ?? {});
        for (const part of [firm, person]) expect(normaliseChannels(part, 'RU')).toHaveProperty('value');
        if (place) expect(contactLinkInputSchema.parse({ contactId: ANNA, ...place })).toMatchObject(place);
        if (note) expect(noteInputSchema.parse(note)).toEqual(note);
      }),
      { numRuns: 2000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('say the same in any order of the columns', () => {
    const inOrder = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map((one) => JSON.stringify(inOrder(one))).toSorted();
      if (typeof value === 'string') return value.split('\n').toSorted().join('\n');
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inOrder(inner)]));
    };
    const shuffled = rows.chain((cells) =>
      fc.tuple(fc.constant(cells), fc.shuffledSubarray(cells, { minLength: cells.length })),
    );
    fc.assert(
      fc.property(shuffled, ([cells, turned]) => {
        // What is wrong with a row as a whole is told at the first of its columns, which is another one then.
        const told = (given: typeof cells): unknown => {
          const reading = read(Object.fromEntries(given));
          return inOrder('issues' in reading ? reading.issues.map(({ code }) => code) : reading.row);
        };
        expect(told(turned)).toEqual(told(cells));
      }),
      { numRuns: 1000 },
    );
  });
});
