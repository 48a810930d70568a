import { expect, it } from 'vitest';
import { durationInputSchema, durationOf, millisecondsOf } from './working-duration.ts';

it.each([
  ['PT8H', 28_800_000],
  ['PT90M', 5_400_000],
  ['PT1H30M', 5_400_000],
  ['PT0H', 0],
])('%s is %i milliseconds', (text, milliseconds) => {
  expect(durationInputSchema.parse(text)).toBe(text);
  expect(millisecondsOf(text)).toBe(milliseconds);
});

it.each(['PT', 'P1D', '8H', 'PT-8H', 'PT1.5H', 'PT30M1H', 'PT8H '])('%s is refused', (text) => {
  expect(durationInputSchema.safeParse(text).success).toBe(false);
});

it('is told in hours, minutes and seconds', () => {
  expect([0, 5_400_000, 37_815_500, 360_000_000].map(durationOf)).toEqual([
    'PT0S',
    'PT1H30M',
    'PT10H30M15.5S',
    'PT100H',
  ]);
});
