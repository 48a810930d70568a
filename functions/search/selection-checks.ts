import { type FieldIssue, invalid } from '../../shared/errors.ts';
import { bindSearch } from '../../shared/search/bind-question.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { MAX_SAVED_BYTES, type Selection } from '../../shared/search/selection.ts';
import { mustBeLive } from '../clients/service.ts';
import { teamKey } from '../runtime/references.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { type AskingDependencies, askerOf, mentionedIn } from './asking.ts';
import { circlesIn } from './selection-naming.ts';
import { holdLinks } from './selection-store.ts';

/**
 * Checks what a selection is to look for, as whoever saves it may ask; the writes hold others from undoing what was checked.
 *
 * @throws KartotekaError `body.invalid` with pointers below `/search`
 */
export async function checkSearch(
  deps: AskingDependencies & { readonly table: Table },
  context: RequestContext,
  { id, object, search }: Pick<Selection, 'id' | 'object' | 'search'>,
): Promise<Write[]> {
  if (Buffer.byteLength(JSON.stringify(search)) > MAX_SAVED_BYTES) {
    const message = `A saved search has at most ${MAX_SAVED_BYTES} bytes: keep long lists of cards by freezing.`;
    throw invalid([{ pointer: '/search', code: 'search.too-large', message }]);
  }
  const names = mentionedIn(search.filter).selections.size > 0;
  // Before the selections themselves are read: what happens to them from now on is noticed.
  const held = names ? [await holdLinks(deps.table, context.caller.tenant)] : [];
  const { binding } = await askerOf(deps, context, { object, input: search, now: context.now });
  const { faults = [] } = bindSearch(OBJECTS[object], { ...search, limit: 1 }, binding);
  const circles = circlesIn(search.filter, id, binding.selections, '/search/filter');
  const issues = [
    ...faults.map((fault) => ({ ...fault, pointer: `/search${fault.pointer ?? ''}` })),
    ...circles,
  ];
  if (issues.length > 0) throw invalid(issues);
  return held;
}

/**
 * Checks with whom a selection is to be shared; the writes check that the team is there.
 *
 * @throws KartotekaError `body.invalid` with `team.required`, `team.unfit` or `reference.unknown`
 */
export function checkSharing(
  { caller }: Pick<RequestContext, 'caller'>,
  { shared, team }: Pick<Selection, 'shared' | 'team'>,
  before?: string | undefined,
): Write[] {
  const fault = (code: string, message: string): FieldIssue => ({ pointer: '/team', code, message });
  if (shared === 'team' && team === undefined)
    throw invalid([fault('team.required', 'Say with which team it is shared.')]);
  if (shared !== 'team' && team !== undefined)
    throw invalid([fault('team.unfit', 'It is shared with no team: leave this out.')]);
  if (team === undefined || team === before || caller.teamIds.includes(team)) return [];
  if (caller.role === 'admin') return [mustBeLive('/team', 'team', teamKey(caller.tenant, team))];
  throw invalid([fault('reference.unknown', 'There is no such team, or you are not in it.')]);
}
