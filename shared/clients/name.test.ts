import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldName } from './name.ts';

it.each([
  [' ООО  «Ромашка» ', 'ооо «ромашка»'],
  ['ACME\u00a0Corp', 'acme corp'],
  ['Йод', 'йод'],
])('%j is known as %j', (name, folded) => {
  expect(foldName(name)).toBe(folded);
});

it('keeps apart what differs in more than case and white space', () => {
  expect(foldName('ООО «Ромашка»')).not.toBe(foldName('ООО "Ромашка"'));
  expect(foldName('Пётр')).not.toBe(foldName('Петр'));
});

it('folds what is folded to itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => foldName(foldName(name)) === foldName(name)),
  );
});
