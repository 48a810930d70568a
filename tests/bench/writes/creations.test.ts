import { expect, test } from 'vitest';
import { creationsSection } from './creations.ts';

test('companies are created through the product, and their transactions made raw twice', async () => {
  const { tables, aims } = await creationsSection.run({ quick: true, note: () => undefined });

  const rows = tables.flatMap((table) => table.rows);
  expect(rows.map(({ side, transactions }) => [side, transactions])).toEqual([
    ['product', 20],
    ['raw', 20],
    ['wire', 20],
  ]);
  for (const { seconds, transactionRate } of rows) {
    expect(seconds).toBeGreaterThan(0);
    expect(transactionRate).toBeCloseTo(20 / Number(seconds));
  }
  expect(aims).toEqual([expect.objectContaining({ limit: 0.6, figure: rows[1]?.['ofThis'] })]);
}, 240_000);
