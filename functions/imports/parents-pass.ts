import { forEachAtMost } from '../../shared/at-most.ts';
import { KartotekaError } from '../../shared/errors.ts';
import type { Progress } from '../../shared/imports/import.ts';
import { createRelations, relationItem, relationKey } from '../clients/service.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import { countParent } from './counting-rows.ts';
import type { NumberedRecord } from './parts-of-list.ts';
import { patiently } from './patience.ts';
import { type PreparedRow, RowRejected, rejectionOf } from './prepared-row.ts';
import type { RejectedRow } from './rejected-rows.ts';
import { findFirm } from './row-matching.ts';
import { type Matchers, prepareMatchers } from './row-writer.ts';
import { issuesOf, type PartResult, type PassDependencies, ROWS_AT_A_TIME } from './rows-pass.ts';

interface Branch {
  readonly record: NumberedRecord;
  readonly row: PreparedRow & Required<Pick<PreparedRow, 'company' | 'parent'>>;
}

export interface ParentsDependencies extends PassDependencies {
  /** When the run began: a relation made since then is its own. */
  readonly startedAt: string;
}

/**
 * Gives the firms of a part their parents, after all firms of the list are here: a parent may stand below its branches.
 *
 * @param refusedLines Lines of rows that were refused before: their firms stay as they are.
 */
export async function passParents(
  deps: ParentsDependencies,
  records: readonly NumberedRecord[],
  progress: Progress,
  refusedLines: ReadonlySet<number>,
): Promise<PartResult> {
  const context = deps.context();
  const branches = records.flatMap((record): Branch[] => {
    if (refusedLines.has(record.line)) return [];
    const reading = deps.read(record);
    if (!('row' in reading)) return [];
    const { company, parent } = reading.row;
    return company && parent ? [{ record, row: { ...reading.row, company, parent } }] : [];
  });
  const named = branches.flatMap(({ row }): PreparedRow[] => [
    row,
    { company: { cells: {}, identity: row.parent } },
  ]);
  const matchers = await patiently(deps.patience, () => prepareMatchers(deps, context, named));
  const outcomes = new Map<number, 'added' | 'unchanged' | 'rejected'>();
  const rejected = new Map<number, RejectedRow>();
  await forEachAtMost(ROWS_AT_A_TIME, branches, async ({ record, row }) => {
    try {
      outcomes.set(record.row, await patiently(deps.patience, () => relate(deps, context, matchers, row)));
    } catch (error) {
      const issues = issuesOf(error, deps.logger, record.row);
      outcomes.set(record.row, 'rejected');
      rejected.set(record.row, { cells: record.cells, line: record.line, issues });
    }
  });
  return {
    progress: [...outcomes.values()].reduce(countParent, progress),
    rejected: records.flatMap(({ row }) => rejected.get(row) ?? []),
  };
}

async function relate(
  deps: ParentsDependencies,
  context: RequestContext,
  { firms }: Matchers,
  { company, parent }: Branch['row'],
): Promise<'added' | 'unchanged'> {
  const child = findFirm(context, firms, company.identity);
  if (!child) {
    const message = 'This client was there when its row was read and is gone now: import the row again.';
    throw new RowRejected([{ code: 'company.not-found', message }]);
  }
  const found = findFirm(context, firms, parent);
  if (!found) {
    const message =
      'The parent company is neither in this list nor here: add it, or check how it is written.';
    throw new RowRejected([{ code: 'parent.unknown', message }]);
  }
  const [childId, parentId] = [child.stored.data.id, found.stored.data.id];
  const key = relationKey(context.caller.tenant, childId, 'parent', parentId);
  if (deps.rehearsal) {
    if (childId === parentId)
      throw new RowRejected([{ code: 'relation.itself', message: 'A company is not its own parent.' }]);
    const isThere = !child.rehearsed && (await deps.table.get(key)) !== undefined;
    return isThere ? 'unchanged' : 'added';
  }
  try {
    await createRelations(deps.table).relateCompanies(
      { params: { id: childId }, query: undefined, body: { kind: 'parent', companyId: parentId } },
      context,
    );
    return 'added';
  } catch (error) {
    if (!(error instanceof KartotekaError)) throw error;
    if (error.kind === 'unavailable') throw error;
    if (error.code !== 'relation.exists') throw rejectionOf(error);
    const item = await deps.table.get(key, { consistent: true });
    // One that this run has made before it was interrupted is its own.
    return item && readItem(relationItem, item).data.createdAt >= deps.startedAt ? 'added' : 'unchanged';
  }
}
