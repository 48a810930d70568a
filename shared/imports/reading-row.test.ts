import { describe, expect, it } from 'vitest';
import {
  ANNA,
  type Cells,
  CONTEXT,
  HOME,
  issuesOf,
  NAME,
  rowOf,
} from '../../tests/equipment/imported-rows.ts';
import { bindMapping } from './binding.ts';
import { type ImportOptions, importOptionsSchema } from './mapping.ts';
import { readRow } from './reading-row.ts';

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
