import { mayUseSelection } from '../../shared/access.ts';
import { invalid, KartotekaError } from '../../shared/errors.ts';
import { reportIssues } from '../../shared/issue.ts';
import { mergePatch, sameJson } from '../../shared/patch.ts';
import { aggregateInputSchema } from '../../shared/search/question.ts';
import { type Selection, selectionSchema } from '../../shared/search/selection.ts';
import type { selectionRoutes } from '../../shared/search/selection-routes.ts';
import { allOf } from '../platform/service.ts';
import { Change, newId } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, type Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, requireMatch, requireNoConflict, revise, stale } from '../runtime/versions.ts';
import { mentionedIn } from './asking.ts';
import { createPagesOfSelections } from './listing-selections.ts';
import type { QuestionDependencies, Questions } from './questions.ts';
import { checkSearch, checkSharing } from './selection-checks.ts';
import { createFreezing, letGo } from './selection-freezing.ts';
import { selectionItem, selectionKey, selectionPrefix, selectionsPartition } from './selection-item.ts';
import {
  findOwnSelection,
  findSelection,
  holdLinks,
  putSelection,
  viewSelection,
} from './selection-store.ts';

export interface SelectionDependencies extends QuestionDependencies {
  readonly table: Table;
}

type Handlers = RouteHandlers<typeof selectionRoutes>;
type Body<Id extends keyof Handlers> = Parameters<Handlers[Id]>[0]['body'];

/** The handlers of selections. */
export function createSelectionHandlers(deps: SelectionDependencies, questions: Questions): Handlers {
  const { table } = deps;
  return {
    ...createPagesOfSelections(deps),
    ...createFreezing(deps),
    createSelection: ({ body }, context) => create(deps, context, body),
    readSelection: async ({ params }, { caller }) => {
      const stored = await findSelection(table, caller, params.id);
      return { status: 200, body: viewSelection(stored), version: stored.version };
    },
    changeSelection: async ({ params, body }, context) => {
      const { answer, former } = await onCurrent(() => change(deps, context, params.id, body));
      await letGo(deps.query, context.caller.tenant, former);
      return answer;
    },
    deleteSelection: async ({ params }, context) => {
      const { answer, former } = await onCurrent(() => remove(table, context, params.id));
      await letGo(deps.query, context.caller.tenant, former);
      return answer;
    },
    countSelection: async ({ params }, context) => {
      const { data } = await findSelection(table, context.caller, params.id);
      const input = aggregateInputSchema.parse({ filter: { selection: params.id } });
      const { totals, asOf } = await questions.aggregate(context, data.object, input);
      return { status: 200, body: { count: Number(totals[0]), asOf } };
    },
  };
}

async function create(deps: SelectionDependencies, context: RequestContext, body: Body<'createSelection'>) {
  const { caller, now } = context;
  const at = now.toISOString();
  const stamp = { createdAt: at, createdBy: caller.userId, updatedAt: at, updatedBy: caller.userId };
  const data: Selection = { ...body, id: newId(now), kind: 'dynamic', ...stamp };
  const sharing = checkSharing(context, data);
  return onCurrent(async () => {
    const held = await checkSearch(deps, context, data);
    const first = { data, version: 1 };
    return new Change(context)
      .add(putSelection(caller.tenant, { ...first, fieldVersions: {} }), ...sharing, ...held)
      .commit(deps.table, {
        status: 201,
        body: viewSelection(first),
        version: 1,
        location: `/selections/${data.id}`,
      });
  });
}

async function change(
  deps: SelectionDependencies,
  context: RequestContext,
  id: string,
  { baseVersion, ...patch }: Body<'changeSelection'>,
) {
  const { tenant } = context.caller;
  const stored = await findOwnSelection(deps.table, context.caller, id);
  requireMatch(context, stored);
  requireNoConflict(stored, patch, baseVersion);
  const data = patched(stored, patch, context);
  const revision = revise(stored, data);
  const { version } = revision;
  if (revision.changes.length === 0)
    return { answer: { status: 200, body: viewSelection(stored), version: stored.version } };
  const sharing = checkSharing(context, data, stored.data.team);
  // A frozen one that becomes dynamic leads to others again.
  const again = data.kind !== stored.data.kind || !sameJson(data.search, stored.data.search);
  const held = again ? await checkSearch(deps, context, data) : [];
  const answer = await new Change(context)
    .add(putSelection(tenant, revision, stored.version), ...sharing, ...held)
    .commit(deps.table, { status: 200, body: viewSelection(revision), version });
  return { answer, former: data.file === undefined ? stored.data.file?.key : undefined };
}

/** A selection with a patch applied: what is looked for is replaced as a whole, and what was kept goes with what found it. */
function patched(
  { data }: Stored<Selection>,
  { search, ...patch }: Omit<Body<'changeSelection'>, 'baseVersion'>,
  { caller, now }: RequestContext,
): Selection {
  const stamped = { ...patch, updatedAt: now.toISOString(), updatedBy: caller.userId };
  const { team, ...merged } = mergePatch(data, stamped) as Selection;
  // Whom it is shared with no more need not be said.
  const unsaid = merged.shared !== 'team' && patch.team === undefined;
  const replaced = {
    ...merged,
    ...(team === undefined || unsaid ? {} : { team }),
    ...(search === undefined ? {} : { search }),
  };
  const parsed = selectionSchema.safeParse(replaced);
  if (!parsed.success) throw invalid(reportIssues(parsed.error, replaced));
  const next = parsed.data;
  if (next.kind === 'frozen' && sameJson(next.search, data.search)) return next;
  const { count: _, frozenAt: __, file: ___, ...dynamic } = next;
  return { ...dynamic, kind: 'dynamic' };
}

async function remove(table: Table, context: RequestContext, id: string) {
  const { caller } = context;
  const stored = await findOwnSelection(table, caller, id);
  requireMatch(context, stored);
  const held = await holdLinks(table, caller.tenant);
  const all = await allOf(table, {
    pk: selectionsPartition(caller.tenant),
    prefix: selectionPrefix,
    consistent: true,
  });
  const naming = all
    .map((item) => readItem(selectionItem, item).data)
    .filter(({ search }) => mentionedIn(search.filter).selections.has(id));
  if (naming.length > 0) throw inUse(naming.filter((one) => mayUseSelection(caller, one)));
  const answer = await new Change(context)
    .add(
      {
        op: 'delete',
        key: selectionKey(caller.tenant, id),
        condition: { version: stored.version },
        refused: stale,
      },
      held,
    )
    .commit<undefined>(table, { status: 204 });
  return { answer, former: stored.data.file?.key };
}

const inUse = (naming: readonly Selection[]): KartotekaError =>
  new KartotekaError(
    'conflict',
    'selection.in-use',
    'Other selections name this one: change or delete them first. "selections" has those of them that you may see.',
    { facts: { selections: naming.map(({ id }) => id) } },
  );
