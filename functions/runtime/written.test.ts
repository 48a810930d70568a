import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from './change.ts';
import { readAfter, writtenText } from './written.ts';

const item = fc.record({
  pk: fc.string({ minLength: 1, maxLength: 60 }),
  sk: fc.string({ minLength: 1, maxLength: 60 }),
  version: fc.integer({ min: 1, max: 2 ** 31 }),
});
const items = fc.uniqueArray(item, { minLength: 1, maxLength: 20, selector: ({ pk, sk }) => `${pk}\n${sk}` });

describe('what was written', () => {
  it('comes back from the header as it was', () => {
    fc.assert(
      fc.property(items, (written) => {
        expect(readAfter(writtenText(written))).toEqual(written);
      }),
    );
  });

  it('of several answers is brought along together, the newest version of each', () => {
    const [one, newer] = [1, 2].map((version) => writtenText([{ pk: 'company#1', sk: 'card', version }]));
    const other = writtenText([{ pk: 'contact#1', sk: 'card', version: 7 }]);
    expect(readAfter(`${newer}, ${one},${other}`)).toEqual([
      { pk: 'company#1', sk: 'card', version: 2 },
      { pk: 'contact#1', sk: 'card', version: 7 },
    ]);
  });

  it('fits into a header, even of the largest transaction', () => {
    const largest = Array.from({ length: 100 }, () => ({
      pk: `company#${newId(new Date())}`,
      sk: `card#contact#${newId(new Date())}`,
      version: 12,
    }));
    expect(writtenText(largest)?.length).toBeLessThan(6_000);
    expect(readAfter(writtenText(largest))).toEqual(largest);
  });

  it('is nothing where nothing was', () => {
    expect(writtenText([])).toBeUndefined();
    expect(readAfter(undefined)).toBeUndefined();
  });

  const packed = (value: unknown): string => deflateRawSync(JSON.stringify(value)).toString('base64url');
  it.each([
    '',
    'x',
    'AAAA,',
    packed({}),
    packed([['company#1', 'card']]),
    packed([['company#1', 'card', 0]]),
    packed(Array.from({ length: 101 }, (_, n) => [`company#${n}`, 'card', 1])),
    // Unpacks to 10 MB.
    deflateRawSync('a'.repeat(10_000_000)).toString('base64url'),
    'A'.repeat(9_000),
  ])('and nothing else: %.20s', (header) => {
    expect(() => readAfter(header)).toThrow(
      expect.objectContaining({ code: 'header.invalid', kind: 'malformed' }),
    );
  });
});
