import type * as z from 'zod';
import { mayChangeSelection, mayUseSelection } from '../../shared/access.ts';
import { forbidden, notFound } from '../../shared/errors.ts';
import type { Selection, selectionViewSchema } from '../../shared/search/selection.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import type { Caller } from '../runtime/caller.ts';
import { readItem, type Stored, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { type Revision, stale } from '../runtime/versions.ts';
import { selectionItem, selectionKey, selectionLinksItem, selectionLinksKey } from './selection-item.ts';

type View = z.output<typeof selectionViewSchema>;

export function viewSelection({ data, version }: { data: Selection; version: number }): View {
  const { file: _, deletedAt: __, ...told } = data;
  return { ...told, version };
}

/**
 * A selection that the caller may use.
 *
 * @throws KartotekaError `selection.not-found`
 */
export async function findSelection(table: Table, caller: Caller, id: string): Promise<Stored<Selection>> {
  const item = await table.get(selectionKey(caller.tenant, id), { consistent: true });
  const stored = item && readItem(selectionItem, item);
  if (stored === undefined || !mayUseSelection(caller, stored.data)) throw notFound('selection');
  return stored;
}

/**
 * A selection that the caller may change.
 *
 * @throws KartotekaError `selection.not-found`, `access.forbidden`
 */
export async function findOwnSelection(table: Table, caller: Caller, id: string): Promise<Stored<Selection>> {
  const stored = await findSelection(table, caller, id);
  if (mayChangeSelection(caller, stored.data)) return stored;
  throw forbidden('Only who made this selection, or an administrator, may change it.');
}

/** The write of a new selection, or of one that was read at `before`. */
export function putSelection(
  tenant: VerifiedTenant,
  { data, version, fieldVersions }: Omit<Revision<Selection>, 'changes'>,
  before?: number,
): Write {
  const item = writeItem(selectionItem, selectionKey(tenant, data.id), data, { version, fieldVersions });
  if (before === undefined) return { op: 'put', item, condition: { absent: true } };
  return { op: 'put', item, condition: { version: before }, refused: stale };
}

/** The write that lets nobody else change, since now, what selections say of each other. */
export async function holdLinks(table: Table, tenant: VerifiedTenant): Promise<Write> {
  const key = selectionLinksKey(tenant);
  const version = (await table.get(key, { consistent: true }))?.version;
  const item = writeItem(selectionLinksItem, key, {}, { version: (version ?? 0) + 1 });
  return {
    op: 'put',
    item,
    condition: version === undefined ? { absent: true } : { version },
    refused: stale,
  };
}
