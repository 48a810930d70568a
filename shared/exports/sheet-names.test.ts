import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sheetName } from './sheet-names.ts';

describe('sheetName', () => {
  it.each([
    [undefined, 1, 'Данные'],
    ['Компании', 1, 'Компании'],
    ['Компании', 3, 'Компании 3'],
    ["'a/b:c?'", 1, 'a b c'],
    ['History', 1, 'Данные'],
    ['[]*', 2, 'Данные 2'],
    ['x'.repeat(40), 12, `${'x'.repeat(28)} 12`],
    [`${'x'.repeat(30)}😀`, 1, 'x'.repeat(30)],
  ])('of %j, number %i, is %j', (wanted, number, name) => {
    expect(sheetName(wanted, 'ru', number)).toBe(name);
  });

  it('is one that Excel takes, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 999 }), (wanted, number) => {
        const name = sheetName(wanted, 'en', number);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(31);
        expect(name).not.toMatch(/[[\]:*?/\\\p{C}]|^'|'$|^history$/iu);
      }),
    );
  });
});
