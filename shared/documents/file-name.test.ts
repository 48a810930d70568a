import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportIssues } from '../issue.ts';
import { fileNameSchema } from './file-name.ts';

const codeOf = (name: string): string | undefined => {
  const { error } = fileNameSchema.safeParse(name);
  return error ? reportIssues(error, name)[0]?.code : undefined;
};

describe('the name of a file', () => {
  it.each([
    'Договор № 12.pdf',
    'КП «Ромашка» (финал) v2.1.docx',
    '.hidden.txt',
    'без расширения',
    'console.txt',
    'Прайс 50% & скидка #3.csv',
    '契約書.pdf',
    'фото 😀.jpg',
  ])('may be %j', (name) => {
    expect(fileNameSchema.parse(name)).toBe(name);
  });

  it.each([
    ['../../etc/passwd', 'file-name.separator'],
    ['/etc/passwd', 'file-name.separator'],
    ['..\\..\\windows\\system.ini', 'file-name.separator'],
    ['C:\\boot.ini', 'file-name.separator'],
    ['invoice.pdf:hidden.exe', 'file-name.separator'],
    ['.', 'file-name.trailing-dot'],
    ['..', 'file-name.trailing-dot'],
    ['invoice.pdf.', 'file-name.trailing-dot'],
    ['CON', 'file-name.reserved'],
    ['nul.txt', 'file-name.reserved'],
    ['com1.tar.gz', 'file-name.reserved'],
    ['LPT¹.pdf', 'file-name.reserved'],
    ['aux .pdf', 'file-name.reserved'],
    ['photo\u202egpj.exe', 'text.control-character'],
    ['photo\u200fgpj.exe', 'file-name.direction'],
    ['a\u0000.pdf', 'text.control-character'],
    ['a\nb.pdf', 'text.control-character'],
    ['   ', 'text.empty'],
    [`${'я'.repeat(252)}.pdf`, 'text.too-long'],
  ])('may not be %j', (name, code) => {
    expect(codeOf(name)).toBe(code);
  });

  it('loses the spaces around it, which no one sees', () => {
    expect(fileNameSchema.parse('  Договор.pdf ')).toBe('Договор.pdf');
  });

  it('is, once taken, no path on any system, and stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const { data } = fileNameSchema.safeParse(text);
        if (data === undefined) return;
        expect(data).not.toMatch(/[/\\:\p{Cc}]|[. ]$/u);
        expect(fileNameSchema.parse(data)).toBe(data);
      }),
    );
  });
});
