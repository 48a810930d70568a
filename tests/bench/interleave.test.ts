import { expect, test } from 'vitest';
import { turned } from './interleave.ts';

test('each round another one is first, and the order goes on from there', () => {
  const sides = ['product', 'raw', 'wire'];
  expect([0, 1, 2, 3].map((round) => turned(sides, round).join(' '))).toEqual([
    'product raw wire',
    'raw wire product',
    'wire product raw',
    'product raw wire',
  ]);
  expect(turned([], 1)).toEqual([]);
});
