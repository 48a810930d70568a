import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANNA, readCells } from '../../tests/equipment/imported-rows.ts';
import { companyInputSchema } from '../clients/company.ts';
import { contactInputSchema, contactLinkInputSchema } from '../clients/contact.ts';
import { normaliseChannels } from '../clients/normalise.ts';
import { noteInputSchema } from '../clients/timeline.ts';
import { MAX_RECORD_BYTES } from './csv-reading.ts';
import { type CellReading, FIELDS, IMPORT_FIELDS, type ImportFieldId } from './fields.ts';

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
        const reading = readCells(Object.fromEntries(cells), {}, { keepUndialable });
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
          const reading = readCells(Object.fromEntries(given));
          return inOrder('issues' in reading ? reading.issues.map(({ code }) => code) : reading.row);
        };
        expect(told(turned)).toEqual(told(cells));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    '1',
    ' 1',
    '1,',
    '1.',
    '(',
    '<a',
    '"',
    '="',
    "'",
    'я',
    'ая ',
    '@',
    ';',
    'a\n',
    '1:',
    '/',
    'https://a.',
  ])('of the longest record, full of %j, are soon done with', (piece) => {
    const long = piece.repeat(MAX_RECORD_BYTES / new TextEncoder().encode(piece).length);
    for (const field of IMPORT_FIELDS) {
      const cells = {
        'company.name': 'А',
        'contact.name': 'Б',
        'parent.name': 'В',
        'note.text': 'Г',
        [field]: long,
      };
      expect('issues' in readCells(cells)).toBe(true);
      expect('issues' in readCells(cells, {}, { keepUndialable: true })).toBe(true);
    }
  });
});
