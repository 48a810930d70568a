import { describe, expect, it } from 'vitest';
import { cellText, isBlankRow, readWebsite, refuseSpoiled, splitInnAndKpp, splitTags } from './cells.ts';
import { readEmails, readPhones } from './channel-cells.ts';

describe('cellText', () => {
  const text = (cell: string, values: Record<string, string> = {}) =>
    cellText(cell, { values: new Map(Object.entries(values)) }, new Set(['NULL', '-']));

  it.each([
    ['  ООО  «Ромашка» ', 'ООО  «Ромашка»'],
    ['NULL', ''],
    [' - ', ''],
    ["'-", ''],
    ["'+7 495", '+7 495'],
    ['="0012"', '0012'],
    ['null', 'null'],
    ['\uFEFF', ''],
  ])('of %j is %j', (cell, expected) => {
    expect(text(cell)).toBe(expected);
  });

  it('replaces words first: to another, to what stands for nothing, and from it', () => {
    expect(text(' Technolgy', { technolgy: 'technology' })).toBe('technology');
    expect(text('Technolgy', { technolgy: 'a', Technolgy: 'b' })).toBe('b');
    expect(text('нет', { нет: '' })).toBe('');
    expect(text('нет', { нет: 'NULL' })).toBe('');
    expect(text('NULL', { NULL: 'Nullarbor' })).toBe('Nullarbor');
  });
});

it('a row is blank where no cell says anything', () => {
  expect(isBlankRow(['', ' ', '\t'])).toBe(true);
  expect(isBlankRow([])).toBe(true);
  expect(isBlankRow(['', '0'])).toBe(false);
});

describe('refuseSpoiled', () => {
  it.each(['7,49512E+10', '5.00101E+11', '5E10', '4,07028E+19'])('digits lost in %s', (text) => {
    expect(refuseSpoiled(text, true)).toMatchObject({ code: 'cell.digits-lost' });
    expect(refuseSpoiled(text, false)).toBeUndefined();
  });
  it.each(['#N/A', '#Н/Д', '#ССЫЛКА!', '#div/0!'])('a failed formula in %s', (text) => {
    expect(refuseSpoiled(text, false)).toMatchObject({ code: 'cell.formula-error' });
  });
  it.each(['#1', '# N/A', 'E5', '12E', '8 800 555-35-35'])('nothing in %s', (text) => {
    expect(refuseSpoiled(text, true)).toBeUndefined();
  });
});

it('splits labels and keeps each once', () => {
  expect(splitTags('VIP; опт,VIP\n новый клиент ;;')).toEqual(['VIP', 'опт', 'новый клиент']);
});

it.each([
  ['romashka.example', 'https://romashka.example'],
  ['www.romashka.example/a?b', 'https://www.romashka.example/a?b'],
  ['ромашка.рф', 'https://ромашка.рф'],
  ['host.example:8080', 'https://host.example:8080'],
  ['HTTP://x.example', 'HTTP://x.example'],
  ['нет', 'нет'],
  ['a.example, b.example', 'a.example, b.example'],
  ['javascript:alert(1)', 'javascript:alert(1)'],
  ['ivan@x.example', 'ivan@x.example'],
])('reads the web address %j as %j', (text, expected) => {
  expect(readWebsite(text)).toBe(expected);
});

it.each([
  ['7707083893/773601001', { inn: '7707083893', kpp: '773601001' }],
  ['7707083893 \\ 773601001', { inn: '7707083893', kpp: '773601001' }],
  ['500100732259/', { inn: '500100732259' }],
  ['500100732259/-', { inn: '500100732259' }],
  ['7707083893', undefined],
  ['7707083893/1', undefined],
])('splits INN and KPP in %j', (text, expected) => {
  expect(splitInnAndKpp(text)).toEqual(expected);
});

describe('readPhones', () => {
  const column = { kind: 'work', country: 'RU', keepUndialable: false } as const;
  const numbers = (text: string) =>
    readPhones(text, column).values.map((phone) => (typeof phone === 'string' ? phone : phone.number));

  it.each([
    ['8 (495) 123-45-67', ['8 (495) 123-45-67']],
    ['8 495 123-45-67; 8 916 000-11-22', ['8 495 123-45-67', '8 916 000-11-22']],
    ['84951234567,89160001122\n+74951234568', ['84951234567', '89160001122', '+74951234568']],
    ['8 495 123-45-67, доб. 12', ['8 495 123-45-67, доб. 12']],
    ['8 495 123-45-67, доб. 12; 8 916 000-11-22', ['8 495 123-45-67, доб. 12', '8 916 000-11-22']],
    ['8 495 123-45-67 доб. 1, 8 495 123-45-67, вн. 2', ['8 495 123-45-67 доб. 1', '8 495 123-45-67, вн. 2']],
    ['84951234567,,12;84951234568', ['84951234567,,12', '84951234568']],
    ['; ,\n', []],
    ['8 495 123-45-67 / 8 (916) 000-11-22', ['8 495 123-45-67', '8 (916) 000-11-22']],
    ['84951234567 89160001122', ['84951234567', '89160001122']],
    ['8-495-1234567  +7-916-0001122, 84951234568', ['8-495-1234567', '+7-916-0001122', '84951234568']],
    ['тел. 8 495 123-45-67', ['8 495 123-45-67']],
    ['Т.: (495) 123-45-67; Phone 84951234568', ['(495) 123-45-67', '84951234568']],
  ])('finds in %j %j', (text, expected) => {
    expect(readPhones(text, column).refusals).toEqual([]);
    expect(numbers(text)).toEqual(expected);
  });

  it('takes a word in brackets behind a number for its label', () => {
    const named = readPhones('8 495 123-45-67 (секретарь Мария); 84951234568 доб. 5 (склад)', column);
    expect(named).toEqual({
      values: [
        { number: '8 495 123-45-67', kind: 'work', country: 'RU', label: 'секретарь Мария' },
        { number: '84951234568 доб. 5', kind: 'work', country: 'RU', label: 'склад' },
      ],
      refusals: [],
    });
    for (const text of ['84951234567 (2 этаж)', `84951234567 (${'я'.repeat(51)})`])
      expect(readPhones(text, column).values, text).toEqual([]);
  });

  it.each([
    '8(495)1234567/68',
    '8 495 1234567 89160001122',
    '123-45-67 89160001122',
    '84951234567 / нет',
    'Мария 84951234567',
  ])('does not guess what %j means', (text) => {
    expect(readPhones(text, column)).toMatchObject({ values: [], refusals: [{}] });
  });

  it('says which of several is none', () => {
    const messages = (text: string) => readPhones(text, column).refusals.map(({ message }) => message);
    expect(messages('84951234567; 12')).toEqual([expect.stringMatching(/^In "12": The number is too short/)]);
    expect(messages('12')).toEqual([expect.stringMatching(/^The number is too short/)]);
    expect(messages(`84951234567; ${'1'.repeat(61)}`)).toEqual([expect.stringMatching(/^The number/)]);
  });

  it('gives kind and country with each, refuses what is none and keeps the others', () => {
    expect(readPhones('030 123456; нет; 12', { kind: 'fax', country: 'DE', keepUndialable: false })).toEqual({
      values: [{ number: '030 123456', kind: 'fax', country: 'DE' }],
      refusals: [
        { code: 'phone.not-a-number', message: expect.stringContaining('import with "keepUndialable"') },
        { code: 'phone.too-short', message: expect.stringContaining('import with "keepUndialable"') },
      ],
    });
  });

  it('keeps what is no number today as written where that is wanted, if it has digits', () => {
    const kept = readPhones('5-12-34 (старый); уточнить', { ...column, keepUndialable: true });
    expect(kept).toMatchObject({
      values: [{ number: '5-12-34 (старый)', kind: 'work', country: 'RU', dialable: false }],
      refusals: [{ code: 'phone.not-a-number' }],
    });
  });
});

describe('readEmails', () => {
  it.each([
    ['ivan@x.example', ['ivan@x.example']],
    [
      'ivan@x.example; Anna@x.example,info@x.example help@x.example',
      ['ivan@x.example', 'Anna@x.example', 'info@x.example', 'help@x.example'],
    ],
    ['Иван Петров <ivan@x.example>, "Анна" <anna@x.example>', ['ivan@x.example', 'anna@x.example']],
    ['mailto:ivan@x.example', ['ivan@x.example']],
  ])('finds in %j %j', (text, addresses) => {
    expect(readEmails(text, 'personal')).toEqual({
      values: addresses.map((address) => ({ address, kind: 'personal' })),
      refusals: [],
    });
  });

  it('refuses what is none', () => {
    expect(readEmails('нет', 'work')).toMatchObject({ values: [], refusals: [{ code: 'email.malformed' }] });
    expect(readEmails('a@x.example; иван@x.example', 'work')).toMatchObject({
      values: [{ address: 'a@x.example' }],
      refusals: [{ code: 'email.not-latin' }],
    });
  });
});
