import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textCell } from './sheet-cells.ts';

const inside = (text: string): string => {
  const xml = textCell(text, 'A1', 2);
  return (
    /^<c r="A1" s="2" t="inlineStr"><is>(.*)<\/is><\/c>$/s.exec(xml)?.[1] ?? `not a cell of text: ${xml}`
  );
};

describe('textCell', () => {
  it.each([
    ['=1+1', '<t>=1+1</t>'],
    ['опт; =1+1', '<t>опт; =1+1</t>'],
    [' =1+1', '<t xml:space="preserve"> =1+1</t>'],
    ['<f>1</f> & "x"', '<t>&lt;f&gt;1&lt;/f&gt; &amp; "x"</t>'],
    [' a', '<t xml:space="preserve"> a</t>'],
    ['a\n', '<t xml:space="preserve">a\n</t>'],
    ['a\r\nb', '<t xml:space="preserve">a_x000D_\nb</t>'],
    ['\0\x1F\uFFFE\uD83D', '<t>_x0000__x001F__xFFFE_\uFFFD</t>'],
    ['_x0041_ _xZZZZ_ _x005F_', '<t>_x005F_x0041_ _xZZZZ_ _x005F_x005F_</t>'],
    ['😀', '<t>😀</t>'],
  ])('writes %j as %j', (text, xml) => {
    expect(inside(text)).toBe(xml);
  });

  it('holds no element but that of text, and only characters of XML 1.0', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(inside(text)).toMatch(
          /^<t(?: xml:space="preserve")?>[\t\n\u{20}-;=?-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*<\/t>$/u,
        );
      }),
    );
  });
});
