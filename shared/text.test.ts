import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { reportIssues } from './issue.ts';
import { countCharacters, line, normaliseParagraphs, normaliseText, paragraphs } from './text.ts';

function code(schema: z.ZodType, input: unknown): string | undefined {
  const result = schema.safeParse(input);
  return result.success ? undefined : reportIssues(result.error, input)[0]?.code;
}

describe('line', () => {
  it('trims the ends and keeps inner spaces as typed', () => {
    expect(line(50).parse('  ООО  «Ромашка»\t\n')).toBe('ООО  «Ромашка»');
    expect(line(50).parse('\uFEFFAcme\u00A0')).toBe('Acme');
  });

  it('writes a letter with its mark as one character', () => {
    expect(line(50).parse('Алексеи\u0306')).toBe('Алексей');
    expect(line(1).parse('е\u0308')).toBe('ё');
  });

  it.each([
    ['a null', 'a\u0000b'],
    ['a line feed', 'a\nb'],
    ['a tab', 'a\tb'],
    ['an escape', 'a\u001B[31mb'],
    ['delete', 'a\u007Fb'],
    ['a C1 control', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
    ['a right-to-left override', 'gpj.\u202Eexe'],
    ['an isolate', 'a\u2066b'],
  ])('refuses %s', (_, text) => {
    expect(code(line(50), text)).toBe('text.control-character');
  });

  it.each([
    ['nothing', ''],
    ['spaces', ' \u00A0\u3000 '],
    ['zero-width characters', '\u200B\u200D\u2060'],
    ['a Hangul filler', '\u3164'],
  ])('refuses %s as empty', (_, text) => {
    expect(code(line(50), text)).toBe('text.empty');
  });

  it('counts code points, not UTF-16 units', () => {
    expect(line(3).parse('👍👍👍')).toBe('👍👍👍');
    expect(code(line(3), '👍👍👍👍')).toBe('text.too-long');
    expect(code(line(100), 'я'.repeat(10_000))).toBe('text.too-long');
  });

  it('keeps emoji that are joined by zero-width joiners', () => {
    expect(line(10).parse('👩‍💻')).toBe('👩‍💻');
  });

  it('refuses half a surrogate pair and what is no text', () => {
    expect(code(line(50), 'a\uD83D')).toBe('text.malformed');
    expect(code(line(50), 7)).toBe('type.invalid');
  });
});

describe('paragraphs', () => {
  it('allows line feeds and tabs, and turns other line ends into line feeds', () => {
    expect(paragraphs(100).parse('one\r\n\ttwo\rthree\n')).toBe('one\n\ttwo\nthree');
  });

  it('refuses other control characters', () => {
    expect(code(paragraphs(100), 'a\u0007b')).toBe('text.control-character');
    expect(code(paragraphs(100), 'a\u000Bb')).toBe('text.control-character');
    expect(code(paragraphs(100), 'a\u202Eb')).toBe('text.control-character');
    expect(code(paragraphs(100), 'a\u2029b')).toBe('text.control-character');
    expect(code(paragraphs(100), '\n\n')).toBe('text.empty');
  });
});

describe('properties', () => {
  const anyText = fc.string({ unit: 'binary' });

  it('what was accepted once is accepted again, unchanged', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const schema of [line(20), paragraphs(20)]) {
          const first = schema.safeParse(text);
          if (first.success) expect(schema.parse(first.data)).toBe(first.data);
        }
      }),
    );
  });

  it('normalising twice is normalising once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
        expect(normaliseParagraphs(normaliseParagraphs(text))).toBe(normaliseParagraphs(text));
      }),
    );
  });

  it('an accepted line is within its length and has no control character wherever it stood', () => {
    const control = fc.constantFrom('\u0000', '\n', '\u0080', '\u2028', '\u202E', '\u2069');
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        control,
        (before, after, mark) => {
          expect(code(line(1000), `x${before}${mark}${after}x`)).toBe('text.control-character');
          const accepted = line(10).safeParse(before + after);
          if (accepted.success) expect(countCharacters(accepted.data)).toBeLessThanOrEqual(10);
        },
      ),
    );
  });
});

it('describes itself for OpenAPI', () => {
  const schema = z.object({ name: line(200).meta({ description: 'Name', examples: ['ООО «Ромашка»'] }) });
  expect(z.toJSONSchema(schema).properties?.['name']).toEqual({
    type: 'string',
    minLength: 1,
    maxLength: 200,
    description: 'Name',
    examples: ['ООО «Ромашка»'],
  });
});
