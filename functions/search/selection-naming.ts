import { mayUseSelection } from '../../shared/access.ts';
import type { FieldIssue } from '../../shared/errors.ts';
import type { SavedFilter } from '../../shared/search/bind-filter.ts';
import { MAX_FILTER_CONDITIONS } from '../../shared/search/filter.ts';
import type { Selection } from '../../shared/search/selection.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { mentionedIn, type NamedSelections } from './asking.ts';
import { selectionItem, selectionKey } from './selection-item.ts';

/**
 * The selections that questions name. Those that a question names itself have to be for its asker; what they name in turn was checked
 * when they were saved, and goes with them.
 */
export function createNamedSelections(table: Table): NamedSelections {
  return {
    named: async ({ caller }, ids) => {
      const found = new Map<string, SavedFilter>();
      const asked = new Set<string>();
      let wanted = [...ids];
      // A filter has room for no more: what is beyond is refused for its size.
      while (wanted.length > 0 && asked.size < MAX_FILTER_CONDITIONS) {
        const some = wanted.slice(0, MAX_FILTER_CONDITIONS - asked.size);
        for (const id of some) asked.add(id);
        const items = await table.batchGet(
          some.map((id) => selectionKey(caller.tenant, id)),
          { consistent: true },
        );
        const selections = items.map((item) => readItem(selectionItem, item).data);
        const usable = selections.filter(
          (selection) => !ids.has(selection.id) || mayUseSelection(caller, selection),
        );
        for (const selection of usable) found.set(selection.id, savedFilterOf(selection));
        const next = usable.flatMap(({ id }) => [...namedBy(found.get(id))]);
        wanted = [...new Set(next)].filter((id) => !asked.has(id));
      }
      return found;
    },
  };
}

function savedFilterOf({ object, search, kind, count = 0, file }: Selection): SavedFilter {
  if (kind === 'frozen' && file !== undefined) return { object, frozen: { ...file, count } };
  const { q, typos, notes, filter } = search;
  return {
    object,
    typos,
    ...(q === undefined ? {} : { q }),
    ...(notes === undefined ? {} : { notes }),
    ...(filter === undefined ? {} : { filter }),
  };
}

/** What a selection leads to by itself: a frozen one stands for its cards alone. */
const namedBy = (saved: SavedFilter | undefined): ReadonlySet<string> =>
  saved === undefined || 'frozen' in saved ? new Set() : mentionedIn(saved.filter).selections;

/** The places of a filter that lead back to the selection that it is to be saved as. */
export function circlesIn(
  filter: unknown,
  self: string,
  selections: ReadonlyMap<string, SavedFilter>,
  pointer: string,
): FieldIssue[] {
  if (typeof filter !== 'object' || filter === null) return [];
  const { selection } = filter as { readonly selection?: unknown };
  if (typeof selection === 'string') {
    if (!leadsTo(self, selection, selections)) return [];
    const message = 'This selection leads back to the one that you are changing.';
    return [{ pointer: `${pointer}/selection`, code: 'selection.circle', message }];
  }
  return Object.entries(filter).flatMap(([name, inner]) =>
    circlesIn(inner, self, selections, `${pointer}/${name}`),
  );
}

function leadsTo(self: string, from: string, selections: ReadonlyMap<string, SavedFilter>): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === self) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...namedBy(selections.get(id)));
  }
  return false;
}
