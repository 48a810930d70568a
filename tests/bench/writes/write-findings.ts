import { type Aim, atLeast } from '../section.ts';
import { median, medianRatio } from '../statistics.ts';
import type { Table } from '../table.ts';
import type { MeasuredWrites, WriteSide } from './compare-writes.ts';

/** The part of the engine's own rate that work through the product has to reach. */
const LEAST_OF_RAW = 0.6;

/** What the work made of its transactions: 500 companies, 100,000 rows. */
export interface Made {
  readonly what: string;
  readonly count: number;
}

const rateOf = ({ elapsed }: MeasuredWrites, side: WriteSide, count: number): number =>
  (count / median(elapsed[side])) * 1000;

/** How the product's rate compares with that of another side; both did the same, so it is the times turned around. */
const rateTo = ({ elapsed }: MeasuredWrites, side: WriteSide): number =>
  medianRatio(elapsed[side], elapsed.product);

/** Both rates next to each other, in transactions and in what they made. */
export const writeTable = (title: string, measured: MeasuredWrites, { what, count }: Made): Table => ({
  title,
  columns: [
    { key: 'side', head: 'side' },
    { key: 'seconds', head: 'seconds', digits: 2 },
    { key: 'transactions', head: 'transactions' },
    { key: 'transactionRate', head: 'transactions a second' },
    { key: 'madeRate', head: `${what} a second` },
    { key: 'ofThis', head: 'product, of this', digits: 2 },
  ],
  rows: (['product', 'raw', 'wire'] as const).map((side) => ({
    side,
    seconds: median(measured.elapsed[side]) / 1000,
    transactions: measured.transactions,
    transactionRate: rateOf(measured, side, measured.transactions),
    madeRate: rateOf(measured, side, count),
    ofThis: rateTo(measured, side),
  })),
});

/** The aim of work that writes much. */
export const writeAim = (of: string, measured: MeasuredWrites): Aim =>
  atLeast(
    'at least 60 % of the engine’s raw rate of the same writes',
    of,
    rateTo(measured, 'raw'),
    LEAST_OF_RAW,
    'times raw',
  );
