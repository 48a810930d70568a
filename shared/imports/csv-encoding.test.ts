import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutInto, encodeText } from '../../tests/equipment/csv-bytes.ts';
import { createCensus } from './byte-census.ts';
import { detectEncoding } from './csv-encoding.ts';
import { readCsv } from './csv-reading.ts';

const detect = (bytes: Uint8Array, cuts: readonly number[] = []) => detectEncoding(cutInto(bytes, cuts));
const codeOf = async (bytes: Uint8Array): Promise<string> => {
  const found = await detect(bytes);
  return 'code' in found ? found.code : found.encoding;
};

const RUSSIAN = [...'абвгдежзийклмнопрстуфхцчшщъыьэюяё'];
/** Words as people write them: in small letters, capitals, or with a capital first. */
const word = fc
  .tuple(fc.string({ unit: fc.constantFrom(...RUSSIAN), minLength: 2, maxLength: 9 }), fc.nat(2))
  .map(([text, how]) =>
    how === 0 ? text : how === 1 ? text.toUpperCase() : `${text[0]?.toUpperCase()}${text.slice(1)}`,
  );
const filler = fc.constantFrom(
  ' ',
  ' ',
  ';',
  '\r\n',
  '; №',
  ' — ',
  ' «',
  '» ',
  ', ',
  '";"',
  ' ООО ',
  ' LLC ',
  ' 8 (495) 123-45-67 ',
);
const russianText = fc
  .array(fc.tuple(word, filler), { minLength: 2, maxLength: 30 })
  .map((parts) => parts.flat().join(''));
const cuts = fc.array(fc.nat(600), { maxLength: 8 });

const isUtf8 = (bytes: Uint8Array, stream = false): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
};

describe('Russian text', () => {
  it('is found to be in the encoding it was written in, with or without a byte order mark, cut anywhere', async () => {
    const encodings = fc.constantFrom('utf-8', 'utf-8 with BOM', 'windows-1251');
    await fc.assert(
      fc.asyncProperty(russianText, encodings, cuts, async (text, written, places) => {
        const encoding = written === 'windows-1251' ? 'windows-1251' : 'utf-8';
        // In Windows-1251 these two letters are the byte order mark of UTF-16; no word begins with them.
        fc.pre(encoding === 'utf-8' || !/^(?:яю|юя)/.test(text));
        const bytes = encodeText((written.endsWith('BOM') ? '\uFEFF' : '') + text, encoding);
        expect(await detect(bytes, places)).toEqual({ encoding });
        expect(new TextDecoder(encoding).decode(bytes)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('in UTF-8 stays UTF-8 where the file was cut off within a letter', async () => {
    await fc.assert(
      fc.asyncProperty(russianText, fc.nat(), async (text, length) => {
        const bytes = encodeText(text, 'utf-8');
        const cut = bytes.slice(0, 3 + (length % (bytes.length - 2)));
        expect(await detect(cut)).toEqual({ encoding: 'utf-8' });
      }),
    );
  });

  it('in UTF-8 with a damaged byte stays UTF-8, and the damage is on its record alone', async () => {
    const rows = ['Наименование', 'ООО «Ромашка»', 'Василёк', 'Подсолнух'].map((row) =>
      encodeText(`${row}\n`, 'utf-8'),
    );
    rows[2]?.set([0xff], 4);
    const bytes = Uint8Array.from(rows.flatMap((row) => [...row]));
    expect(await detect(bytes)).toEqual({ encoding: 'utf-8' });
    const options = { encoding: 'utf-8', separator: ';' } as const;
    const records = await Array.fromAsync(readCsv(cutInto(bytes), options));
    expect(records.map(({ malformed }) => malformed)).toEqual([undefined, undefined, true, undefined]);
  });

  it('with a byte order mark is UTF-8, however damaged', async () => {
    expect(await codeOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0))).toBe('utf-8');
  });
});

it.each([
  ['no bytes', '', 'utf-8', 'utf-8'],
  ['ASCII', 'name;phone\r\nAcme;1', 'utf-8', 'utf-8'],
  ['Spanish in UTF-8', 'México D.F.,Ñandú', 'utf-8', 'utf-8'],
  ['Ukrainian', 'Назва;Місто\nЇжак і Єнот;Київ\nҐудзик;Кривий Ріг\n', 'windows-1251', 'windows-1251'],
  ['Belarusian', 'Назва;Горад\nЎкраўскі і сыны;Магілёў\n', 'windows-1251', 'windows-1251'],
  [
    'English with some Russian',
    'Name;City\nAcme LLC;Москва\nGlobex Ltd;Тверь\n',
    'windows-1251',
    'windows-1251',
  ],
  [
    'Latin letters and Russian ones in one word',
    'PR-агентство «Кам0н»;IP-телефония;ТРЦ МEГА',
    'windows-1251',
    'windows-1251',
  ],
  ['capitals within words', 'РосАтом;ГазПром;ВымпелКом;ЮрЛица', 'windows-1251', 'windows-1251'],
  ['a few NULs', 'Имя;Город\nА\0на;Тверь\nБорис;\0', 'utf-8', 'utf-8'],
  ['the end mark of DOS', 'a;b\r\n1;2\r\n\x1A', 'utf-8', 'utf-8'],
])('takes %s', async (_, text, written, encoding) => {
  expect(await codeOf(encodeText(text, written))).toBe(encoding);
});

const utf16 = (text: string, big: boolean): Uint8Array => {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (const [place, unit] of Array.from({ length: text.length }, (__, at) => text.charCodeAt(at)).entries())
    view.setUint16(2 * place, unit, !big);
  return bytes;
};
const LIST =
  'Название;Телефон;Город\r\nООО "Ромашка";8 (495) 123-45-67;Москва\r\nЗАО «Василёк»;+7 916 000-11-22;Тверь\r\n';
const PLAIN_QUOTES = LIST.replaceAll(/[«»]/g, '"');
const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('refuses what is no CSV file in these encodings', () => {
  it.each([
    ['UTF-16 LE with its mark', utf16(`\uFEFF${LIST}`, false), 'csv.utf-16'],
    ['UTF-16 BE with its mark', utf16(`\uFEFF${LIST}`, true), 'csv.utf-16'],
    ['UTF-16 LE', utf16(LIST, false), 'csv.utf-16'],
    ['UTF-16 BE', utf16(LIST, true), 'csv.utf-16'],
    ['UTF-16 in English', utf16('name,city\nAcme,Berlin\n', false), 'csv.utf-16'],
    ['a workbook', ascii('PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml'), 'csv.workbook'],
    ['an old workbook', ascii('\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0'), 'csv.workbook'],
    ['gzip', new Uint8Array(gzipSync(LIST)), 'csv.compressed'],
    ['7z', ascii("7z\xBC\xAF'\x1C\0\x04"), 'csv.compressed'],
    ['PDF', ascii('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n'), 'csv.not-text'],
    ['PNG', ascii('\x89PNG\r\n\x1A\n\0\0\0\rIHDR'), 'csv.not-text'],
    ['JPEG', ascii('\xFF\xD8\xFF\xE0\0\x10JFIF'), 'csv.not-text'],
    ['zeros', new Uint8Array(4096), 'csv.not-text'],
    ['HTML that Excel opens', ascii('\r\n<html xmlns:x="urn:x"><table>'), 'csv.markup'],
    ['HTML with a mark', encodeText('\uFEFF<!DOCTYPE html>', 'utf-8'), 'csv.markup'],
    ['XML', ascii('<?xml version="1.0"?><Workbook>'), 'csv.markup'],
    ['JSON', ascii('[\n  {"name": "Acme"}]'), 'csv.markup'],
    ['RTF', ascii('{\\rtf1\\ansi'), 'csv.markup'],
    ['Russian of DOS', encodeText(PLAIN_QUOTES, 'ibm866'), 'csv.encoding-unknown'],
    ['KOI8-R', encodeText(PLAIN_QUOTES, 'koi8-r'), 'csv.encoding-unknown'],
    ['German', encodeText('Firma;Stadt\nMüller GmbH;Köln\n', 'windows-1252'), 'csv.encoding-unknown'],
    ['Polish', encodeText('Firma;Miasto\nŻubr;Łódź\nŚwit;Poznań\n', 'windows-1250'), 'csv.encoding-unknown'],
  ])('%s', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });

  it('and says what to do', async () => {
    const found = await detect(utf16(LIST, false));
    expect(found).toMatchObject({ message: expect.stringContaining('save it as "CSV UTF-8"') });
  });

  it('any long noise', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 4096, maxLength: 8192, size: 'max' }),
        cuts,
        async (bytes, places) => {
          fc.pre(new Set(bytes).size > 200);
          expect(await detect(bytes, places)).toHaveProperty('code');
        },
      ),
      { numRuns: 50 },
    );
  });

  it('without fetching the rest of what is known from its beginning', async () => {
    let given = 0;
    const endless = async function* () {
      for (;;) {
        given += 1;
        yield ascii('PK\x03\x04'.padEnd(1024, '\0'));
      }
    };
    expect(await detectEncoding(endless())).toMatchObject({ code: 'csv.workbook' });
    expect(given).toBe(1);
  });
});

it('counts as UTF-8 exactly what the platform takes, whatever the pieces', async () => {
  const byte = fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(0x80, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5),
  );
  const parts = fc.oneof(
    fc.array(byte, { maxLength: 4 }),
    fc.string({ unit: 'binary', maxLength: 3 }).map((text) => [...encodeText(text.toWellFormed(), 'utf-8')]),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(parts, { maxLength: 6 }), cuts, async (lists, places) => {
      const bytes = Uint8Array.from(lists.flat());
      const census = createCensus();
      for await (const piece of cutInto(bytes, places)) census.add(piece);
      const { utf8, bytes: counted } = census.result();
      expect(counted).toBe(bytes.length);
      expect(utf8.illFormed === 0).toBe(isUtf8(bytes, true));
      if (isUtf8(bytes)) {
        const several = [...new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)].filter(
          (one) => one > '\x7F',
        );
        expect(utf8.wellFormed).toBe(several.length);
      }
    }),
    { numRuns: 1000 },
  );
});
