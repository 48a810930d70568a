import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginsAs, extensionOf, FILE_TYPES, fileTypeOf } from './file-type.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** The first bytes of real files, by what they are. */
const HEADS: Readonly<Record<string, Uint8Array>> = {
  'application/pdf': text('%PDF-1.7\n%âãÏÓ\n1 0 obj'),
  docx: bytes('504b0304 1400 0600 0800 00002100'),
  doc: bytes('d0cf11e0a1b11ae1 00000000000000000000000000000000 3e00'),
  'application/rtf': text('{\\rtf1\\ansi\\ansicpg1251'),
  'text/csv': text('Артикул;Цена\r\n001;12,50\r\n'),
  'text/csv in Windows-1251': bytes('c0f0f2e8eaf3eb3bd6e5ede00d0a'),
  'text/plain in UTF-16': Buffer.from('\ufeffПрайс-лист', 'utf16le'),
  'message/rfc822': text(
    'Received: from mail.romashka.example\r\nSubject: =?utf-8?B?0J/RgNCw0LnRgQ==?=\r\n\r\n',
  ),
  'image/jpeg': bytes('ffd8ffe0 0010 4a464946 00'),
  'image/png': bytes('89504e470d0a1a0a 0000000d 49484452'),
  'image/gif': text('GIF89a\u0001'),
  'image/webp': bytes('52494646 24000000 57454250 56503820'),
  'image/tiff': bytes('49492a00 08000000'),
  'image/heic': bytes('00000018 66747970 68656963 00000000'),
  'audio/mpeg': bytes('fffb9064 00000000'),
  'audio/mpeg with a tag': bytes('494433 0300 000000'),
  'audio/wav': bytes('52494646 24080000 57415645 666d7420'),
  'audio/ogg': bytes('4f676753 0002'),
  'audio/mp4': bytes('00000020 66747970 4d344120 00000000'),
  'application/x-7z-compressed': bytes('377abcaf271c 0004'),
  'application/vnd.rar': bytes('526172211a070100 3392b5e5'),
};

const OFFICE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const typeNamed = (name: string): string =>
  ({ docx: OFFICE, doc: 'application/msword' })[name] ?? name.split(' ')[0] ?? '';

describe('the types of files', () => {
  it.each(Object.keys(HEADS))('know %s by its first bytes', (name) => {
    expect(beginsAs(typeNamed(name), HEADS[name] ?? bytes(''))).toBe(true);
  });

  it.each([
    ['application/pdf', text('<html><script>alert(1)</script>')],
    ['application/pdf', bytes('4d5a9000 03000000')],
    ['image/png', text('<svg xmlns="http://www.w3.org/2000/svg">')],
    ['image/jpeg', HEADS['image/png']],
    ['image/webp', HEADS['audio/wav']],
    ['text/plain', bytes('4d5a9000 03000000')],
    ['text/csv', HEADS['docx']],
    ['text/plain', bytes('7f454c46 02010100')],
    ['message/rfc822', text('just some text, no header')],
    [OFFICE, HEADS['doc']],
    ['audio/mpeg', HEADS['audio/ogg']],
    ['image/png', bytes('')],
    ['application/x-msdownload', bytes('4d5a9000')],
  ])('take no lie of %s', (contentType, head) => {
    expect(beginsAs(contentType, head ?? bytes(''))).toBe(false);
  });

  it('tell those apart that have marks of their own', () => {
    const marked = [
      'application/pdf',
      'application/rtf',
      'image/png',
      'image/gif',
      'image/tiff',
      'audio/ogg',
    ];
    for (const one of marked) {
      for (const other of marked) expect(beginsAs(one, HEADS[other] ?? bytes(''))).toBe(one === other);
    }
  });

  it('find the header of a PDF behind what some programs write before it', () => {
    expect(beginsAs('application/pdf', text(`${' '.repeat(900)}%PDF-1.4`))).toBe(true);
    expect(beginsAs('application/pdf', text(`${' '.repeat(1100)}%PDF-1.4`))).toBe(false);
  });

  it('take any text as text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (content) => {
        expect(beginsAs('text/plain', text(content))).toBe(true);
      }),
    );
  });

  it('are each once, with extensions of their own, and none that runs when it is opened', () => {
    const extensions = FILE_TYPES.flatMap((one) => one.extensions);
    expect(new Set(extensions).size).toBe(extensions.length);
    expect(new Set(FILE_TYPES.map(({ contentType }) => contentType)).size).toBe(FILE_TYPES.length);
    for (const never of [
      'html',
      'htm',
      'svg',
      'js',
      'exe',
      'com',
      'bat',
      'lnk',
      'hta',
      'docm',
      'xlsm',
      'jar',
    ]) {
      expect(extensions).not.toContain(never);
    }
    expect(fileTypeOf('text/html')).toBeUndefined();
    expect(fileTypeOf('image/svg+xml')).toBeUndefined();
  });

  it('read the last extension of a name alone', () => {
    expect(extensionOf('Счёт.pdf.EXE')).toBe('exe');
    expect(extensionOf('архив')).toBe('');
    expect(extensionOf('.gitignore')).toBe('gitignore');
  });
});
