import { forEachAtMost } from '../../shared/at-most.ts';
import { KartotekaError } from '../../shared/errors.ts';
import type { Progress } from '../../shared/imports/import.ts';
import {
  createRelations,
  type KnownFirm,
  lineOf,
  type ParentsOf,
  relationItem,
  relationKey,
  requireChangeable,
  requireNoCircle,
  storedParents,
} from '../clients/service.ts';
import { patiently } from '../runtime/patience.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import { countParent } from './counting-rows.ts';
import { groupsOf } from './groups.ts';
import type { NumberedRecord } from './parts-of-list.ts';
import { type PreparedRow, RowRejected, rejectionOf } from './prepared-row.ts';
import type { RejectedRow } from './rejected-rows.ts';
import { findFirm } from './row-matching.ts';
import { type Matchers, prepareMatchers, type Rehearsal } from './row-writer.ts';
import { issuesOf, type PartResult, type PassDependencies, ROWS_AT_A_TIME } from './rows-pass.ts';

interface Branch {
  readonly record: NumberedRecord;
  readonly row: PreparedRow & Required<Pick<PreparedRow, 'company' | 'parent'>>;
}

/** What a row says of two firms that are here, or in a rehearsal would be. */
interface Descent {
  readonly record: NumberedRecord;
  readonly child: KnownFirm;
  readonly parent: KnownFirm;
}

const idOf = ({ stored }: KnownFirm): string => stored.data.id;

export interface ParentsDependencies extends PassDependencies {
  /** When the run began: a relation made since then is its own. */
  readonly startedAt: string;
}

/**
 * Gives the firms of a part their parents, after all firms of the list are here: a parent may stand below its branches.
 * Rows that together could put a firm above itself are done one after the other, the others side by side.
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
  const reject = (record: NumberedRecord, error: unknown): void => {
    const issues = issuesOf(error, deps.logger, record.row);
    outcomes.set(record.row, 'rejected');
    rejected.set(record.row, { cells: record.cells, line: record.line, issues });
  };
  const descents: Descent[] = [];
  for (const { record, row } of branches) {
    try {
      descents.push({ record, ...findBoth(context, matchers, row) });
    } catch (error) {
      reject(record, error);
    }
  }
  await forEachAtMost(ROWS_AT_A_TIME, await groupsWithin(deps, context, descents), async (group) => {
    for (const descent of group) {
      try {
        const write = () => deps.hold().then(() => relate(deps, context, descent));
        const outcome = await patiently(deps.patience, write);
        outcomes.set(descent.record.row, outcome);
      } catch (error) {
        reject(descent.record, error);
      }
    }
  });
  return {
    progress: [...outcomes.values()].reduce(countParent, progress),
    rejected: records.flatMap(({ row }) => rejected.get(row) ?? []),
  };
}

/** @throws RowRejected where one of the two is not here, or both are the same */
function findBoth(
  context: RequestContext,
  { firms }: Matchers,
  row: Branch['row'],
): Pick<Descent, 'child' | 'parent'> {
  const child = findFirm(context, firms, row.company.identity);
  if (!child) {
    const message = 'This client was there when its row was read and is gone now: import the row again.';
    throw new RowRejected([{ code: 'company.not-found', message }]);
  }
  const parent = findFirm(context, firms, row.parent);
  if (!parent) {
    const message =
      'The parent company is neither in this list nor here: add it, or check how it is written.';
    throw new RowRejected([{ code: 'parent.unknown', message }]);
  }
  if (idOf(child) === idOf(parent)) {
    const message = 'A company is not its own parent: name another one.';
    throw new RowRejected([{ code: 'relation.itself', message }]);
  }
  return { child, parent };
}

/**
 * A circle needs the child of one row in the line above the parent of another: such rows are in one group. What is stored is part of
 * these lines, so that circles through it are found, too.
 */
async function groupsWithin(
  deps: ParentsDependencies,
  context: RequestContext,
  descents: readonly Descent[],
): Promise<Descent[][]> {
  const parentsOf = parentsNow(deps, context);
  const children = new Set(descents.map(({ child }) => idOf(child)));
  const parents = new Set(descents.map(({ parent }) => idOf(parent)));
  const above = new Map<string, string[]>();
  await forEachAtMost(ROWS_AT_A_TIME, [...parents], async (id) => {
    const line = await patiently(deps.patience, () => lineOf(parentsOf, id));
    above.set(
      id,
      [...line].filter((one) => children.has(one)),
    );
  });
  return groupsOf(descents, ({ child, parent }) => [idOf(child), ...(above.get(idOf(parent)) ?? [])]);
}

/** Who stands above a firm: in a rehearsal those, too, that would by now. */
function parentsNow({ table, rehearsal }: ParentsDependencies, { caller }: RequestContext): ParentsOf {
  const stored = storedParents(table, caller.tenant);
  if (!rehearsal) return stored;
  return async (id) => [
    ...(rehearsal.firms.get(id)?.rehearsed ? [] : await stored(id)),
    ...(rehearsal.parents.get(id) ?? []),
  ];
}

async function relate(
  deps: ParentsDependencies,
  context: RequestContext,
  { child, parent }: Descent,
): Promise<'added' | 'unchanged'> {
  try {
    if (deps.rehearsal) return await rehearse(deps, deps.rehearsal, context, { child, parent });
    await createRelations(deps.table).relateCompanies(
      { params: { id: idOf(child) }, query: undefined, body: { kind: 'parent', companyId: idOf(parent) } },
      context,
    );
    return 'added';
  } catch (error) {
    if (!(error instanceof KartotekaError)) throw error;
    if (error.kind === 'unavailable') throw error;
    if (error.code !== 'relation.exists') throw rejectionOf(error);
    const key = relationKey(context.caller.tenant, idOf(child), 'parent', idOf(parent));
    const item = await deps.table.get(key, { consistent: true });
    // One that this run has made, for a row before or before it was interrupted, is its own.
    return item && readItem(relationItem, item).data.createdAt >= deps.startedAt ? 'added' : 'unchanged';
  }
}

/**
 * Asks what the run will ask, in the same order.
 *
 * @throws KartotekaError as `relateCompanies` does
 */
async function rehearse(
  deps: ParentsDependencies,
  { parents }: Rehearsal,
  context: RequestContext,
  { child, parent }: Pick<Descent, 'child' | 'parent'>,
): Promise<'added' | 'unchanged'> {
  requireChangeable(context, child.stored.data);
  await requireNoCircle(parentsNow(deps, context), parent.stored.data, child.stored.data);
  const key = relationKey(context.caller.tenant, idOf(child), 'parent', idOf(parent));
  const bothStored = !child.rehearsed && !parent.rehearsed;
  if (bothStored && (await deps.table.get(key, { consistent: true }))) return 'unchanged';
  const above = parents.get(idOf(child));
  if (above) above.add(idOf(parent));
  else parents.set(idOf(child), new Set([idOf(parent)]));
  return 'added';
}
