import { forEachAtMost } from '../../shared/at-most.ts';
import { KartotekaError } from '../../shared/errors.ts';
import type { Progress } from '../../shared/imports/import.ts';
import { createRelations, type KnownFirm, parentsOf, relationItem, relationKey } from '../clients/service.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import { Ancestry } from './ancestry.ts';
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
  const reject = ({ record }: Branch, error: unknown): void => {
    const issues = issuesOf(error, deps.logger, record.row);
    outcomes.set(record.row, 'rejected');
    rejected.set(record.row, { cells: record.cells, line: record.line, issues });
  };
  const pairs = await withoutCircles(deps, context, findPairs(context, matchers, branches, reject), reject);
  await forEachAtMost(ROWS_AT_A_TIME, pairs, async (pair) => {
    try {
      outcomes.set(pair.branch.record.row, await patiently(deps.patience, () => relate(deps, context, pair)));
    } catch (error) {
      reject(pair.branch, error);
    }
  });
  return {
    progress: [...outcomes.values()].reduce(countParent, progress),
    rejected: records.flatMap(({ row }) => rejected.get(row) ?? []),
  };
}

/** Two firms of which one is to stand above the other. */
interface Pair {
  readonly branch: Branch;
  readonly child: KnownFirm;
  readonly parent: KnownFirm;
}

type Reject = (branch: Branch, error: unknown) => void;

const refusal = (code: string, message: string): RowRejected => new RowRejected([{ code, message }]);

function findPairs(
  context: RequestContext,
  { firms }: Matchers,
  branches: readonly Branch[],
  reject: Reject,
): Pair[] {
  return branches.flatMap((branch) => {
    const { company, parent } = branch.row;
    try {
      const child = findFirm(context, firms, company.identity);
      if (!child) {
        throw refusal(
          'company.not-found',
          'This client was there when its row was read and is gone now: import the row again.',
        );
      }
      const above = findFirm(context, firms, parent);
      if (!above) {
        throw refusal(
          'parent.unknown',
          'The parent company is neither in this list nor here: add it, or check how it is written.',
        );
      }
      if (idOf(child) === idOf(above))
        throw refusal('relation.itself', 'A company is not its own parent: name another one.');
      return [{ branch, child, parent: above }];
    } catch (error) {
      reject(branch, error);
      return [];
    }
  });
}

const idOf = ({ stored }: KnownFirm): string => stored.data.id;

/** The pairs that make no company its own ancestor: of a circle the row that would close it is refused. */
async function withoutCircles(
  deps: ParentsDependencies,
  { caller }: RequestContext,
  pairs: readonly Pair[],
  reject: Reject,
): Promise<Pair[]> {
  const ancestry = deps.rehearsal?.ancestry ?? new Ancestry((id) => parentsOf(deps.table, caller.tenant, id));
  const stored = pairs.flatMap(({ parent }) => (parent.rehearsed ? [] : [idOf(parent)]));
  await patiently(deps.patience, () => ancestry.prepare(stored));
  return pairs.filter(({ branch, child, parent }) => {
    if (ancestry.add(idOf(child), idOf(parent))) return true;
    const [below, above] = [child.stored.data.name, parent.stored.data.name];
    const message = `${below} stands above ${above} already: a company cannot be its own ancestor.`;
    reject(branch, refusal('relation.cycle', message));
    return false;
  });
}

async function relate(
  deps: ParentsDependencies,
  context: RequestContext,
  { child, parent }: Pair,
): Promise<'added' | 'unchanged'> {
  const [childId, parentId] = [idOf(child), idOf(parent)];
  const key = relationKey(context.caller.tenant, childId, 'parent', parentId);
  if (deps.rehearsal) {
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
