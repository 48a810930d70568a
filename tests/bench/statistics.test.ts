import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { median, medianRatio, percentile, shuffled } from './statistics.ts';

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });

describe('percentile', () => {
  test.each([
    [[1], 0.5, 1],
    [[4, 1, 3, 2], 0.5, 2],
    [[4, 1, 3, 2], 0.75, 3],
    [[4, 1, 3, 2], 1, 4],
    [Array.from({ length: 100 }, (_, index) => 100 - index), 0.99, 99],
    [Array.from({ length: 200 }, (_, index) => index + 1), 0.99, 198],
  ])('of %j at %d is %d', (list, share, expected) => {
    expect(percentile(list, share)).toBe(expected);
  });

  test('is a value that the given share of all values do not exceed, and no smaller one is', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (list, share) => {
        const found = percentile(list, share);
        const upTo = (limit: number) => list.filter((value) => value <= limit).length;
        expect(list).toContain(found);
        expect(upTo(found)).toBeGreaterThanOrEqual(share * list.length);
        const below = list.filter((value) => value < found);
        if (below.length > 0) expect(below.length).toBeLessThan(share * list.length);
      }),
    );
  });

  test('leaves the values in their order', () => {
    const list = [3, 1, 2];
    percentile(list, 0.5);
    expect(list).toEqual([3, 1, 2]);
  });

  test('of nothing is refused', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('median', () => {
  test('is the middle, or halfway between the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([10, 1, 2, 4])).toBe(3);
  });
});

describe('medianRatio', () => {
  test('compares round by round: a round in which both were slow changes nothing', () => {
    expect(medianRatio([20, 2, 2], [10, 1, 1])).toBe(2);
    // The ratio of the medians would be 1.
    expect(medianRatio([2, 20, 200], [1, 20, 100])).toBe(2);
  });

  test('wants both sides to have measured the same rounds', () => {
    expect(() => medianRatio([1, 2], [1])).toThrow(RangeError);
  });
});

describe('shuffled', () => {
  test('holds the same values, and leaves the list alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (list) => {
        const before = [...list];
        expect(shuffled(list).toSorted((one, other) => one - other)).toEqual(
          before.toSorted((one, other) => one - other),
        );
        expect(list).toEqual(before);
      }),
    );
  });

  test('goes by chance', () => {
    expect(shuffled([1, 2, 3, 4], () => 0)).toEqual([2, 3, 4, 1]);
    expect(shuffled([1, 2, 3, 4], () => 0.999)).toEqual([1, 2, 3, 4]);
  });
});
