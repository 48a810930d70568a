import { describe, expect, it } from 'vitest';
import { transactionUnits, updateUnits } from './write-units.ts';

const item = (size: number, more: object = {}) => ({ pk: 'p', sk: 's', text: 'x'.repeat(size), ...more });
const onFeed = (at: string) => ({ feedPk: 'f', feedSk: at });

describe('units of a write in a transaction', () => {
  it('are two for each began kilobyte of the larger image', () => {
    expect(transactionUnits(undefined, item(100))).toBe(2);
    expect(transactionUnits(undefined, item(1_500))).toBe(4);
    expect(transactionUnits(item(2_500), item(10))).toBe(6);
    expect(transactionUnits(item(2_500), undefined)).toBe(6);
    expect(transactionUnits(undefined, undefined)).toBe(2);
  });

  it('are one for each outside a transaction', () => {
    expect(updateUnits(undefined, item(100))).toBe(1);
    expect(updateUnits(item(1_500), item(10))).toBe(2);
    expect(updateUnits(item(100, onFeed('1')), item(100, onFeed('2')))).toBe(1 + 1 + 1);
  });

  it('count the copy in an index, and its move as two', () => {
    expect(transactionUnits(undefined, item(100, onFeed('1')))).toBe(3);
    expect(transactionUnits(item(100, onFeed('1')), item(1_500, onFeed('2')))).toBe(4 + 1 + 2);
    expect(transactionUnits(item(100, onFeed('1')), item(200, onFeed('1')))).toBe(3);
    expect(transactionUnits(item(100, onFeed('1')), item(100, onFeed('1')))).toBe(2);
  });
});
