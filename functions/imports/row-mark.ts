import { type Key, tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, type StoredItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { StaleRead } from '../runtime/versions.ts';
import { importedRowItem, importTtl, type RowMark } from './import-item.ts';

/** A run of an import: each asked-for one has marks of its own. */
export interface MarkedWork {
  readonly importId: string;
  readonly workId: string;
}

/** This row's first transaction has been carried out before. */
export class RowDone extends Error {
  override readonly name = 'RowDone';
  readonly mark: RowMark;

  constructor(mark: RowMark) {
    super('This row was written before.');
    this.mark = mark;
  }
}

const markKey = (tenant: VerifiedTenant, { importId, workId }: MarkedWork, row: number): Key => ({
  pk: tenantPartition(tenant, 'import', importId),
  sk: `row#${workId}#${String(row).padStart(7, '0')}`,
});

/** The write that goes with a row's first transaction, and can be made once. */
export const markRow = (
  { caller, now }: RequestContext,
  work: MarkedWork,
  row: number,
  mark: RowMark,
): Write => ({
  op: 'put',
  item: writeItem(importedRowItem, markKey(caller.tenant, work, row), mark, { ttl: importTtl(now) }),
  condition: { absent: true },
  refused: (current: StoredItem | undefined) =>
    current ? new RowDone(readItem(importedRowItem, current).data) : new StaleRead(undefined),
});

/** The marks of rows that have one, by number. */
export async function readMarks(
  table: Table,
  { caller }: RequestContext,
  work: MarkedWork,
  rows: readonly number[],
): Promise<Map<number, RowMark>> {
  const keys = rows.map((row) => markKey(caller.tenant, work, row));
  const bySortKey = new Map(keys.map(({ sk }, index) => [sk, rows[index] ?? 0]));
  const items = await table.batchGet(keys, { consistent: true });
  return new Map(
    items.map((item) => [bySortKey.get(item.sk) ?? 0, readItem(importedRowItem, item).data] as const),
  );
}
