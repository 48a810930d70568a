import { invalidQuestion } from '../../shared/errors.ts';
import type { FrozenCards } from '../../shared/search/bind-filter.ts';
import { bindSearch } from '../../shared/search/bind-question.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import type { Selection } from '../../shared/search/selection.ts';
import type { selectionRoutes } from '../../shared/search/selection-routes.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import type { QueryClient } from '../query/service.ts';
import { Change } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, requireMatch, revise, StaleRead } from '../runtime/versions.ts';
import { askerOf } from './asking.ts';
import type { QuestionDependencies } from './questions.ts';
import { findOwnSelection, putSelection, viewSelection } from './selection-store.ts';

/** How long the removal of a file may take, in milliseconds. */
const THAW_MS = 10_000;

type Deps = QuestionDependencies & { readonly table: Table };

/** Keeping the cards that a selection has at this moment. */
export const createFreezing = (
  deps: Deps,
): Pick<RouteHandlers<typeof selectionRoutes>, 'freezeSelection'> => ({
  freezeSelection: ({ params }, context) => onCurrent(() => freeze(deps, context, params.id)),
});

async function freeze(deps: Deps, context: RequestContext, id: string) {
  const { caller, now } = context;
  const { tenant } = caller;
  const stored = await findOwnSelection(deps.table, caller, id);
  requireMatch(context, stored);
  const { key, sha256, count } = await take(deps, context, stored.data);
  const at = now.toISOString();
  const revision = revise(stored, {
    ...stored.data,
    kind: 'frozen',
    count,
    frozenAt: at,
    file: { key, sha256 },
    updatedAt: at,
    updatedBy: caller.userId,
  });
  const { version } = revision;
  try {
    const answer = await new Change(context)
      .add(putSelection(tenant, revision, stored.version))
      .commit(deps.table, { status: 200, body: viewSelection(revision), version });
    await letGo(deps.query, tenant, answer.replayed ? key : stored.data.file?.key);
    return answer;
  } catch (error) {
    // After any other fault the selection may name the new file all the same.
    if (error instanceof StaleRead) await letGo(deps.query, tenant, key);
    throw error;
  }
}

async function take(deps: Deps, context: RequestContext, selection: Selection): Promise<FrozenCards> {
  const { id, object, search } = selection;
  const { sort: _, fields: __, ...input } = search;
  const asker = await askerOf(deps, context, { object, input, now: context.now });
  const { faults } = bindSearch(OBJECTS[object], { ...input, limit: 1 }, asker.binding);
  if (faults !== undefined) throw invalidQuestion(faults);
  return deps.query.ask(context.caller.tenant, { kind: 'freeze', ...asker.fields, selection: id, input });
}

/**
 * Has the file of kept cards removed that no selection names any more. Where that fails the file stays, and does no harm: nothing
 * leads to it.
 */
export async function letGo(
  query: QueryClient,
  tenant: VerifiedTenant,
  key: string | undefined,
): Promise<void> {
  if (key === undefined) return;
  const { feedShards } = tenant;
  await query.tell(tenant, { kind: 'thaw', feedShards, withinMs: THAW_MS, key }).catch(() => undefined);
}
