import { dictionaryEntryChangedV1 } from '../../events/dictionary-entry-changed.v1.ts';
import { dictionaryEntryCreatedV1 } from '../../events/dictionary-entry-created.v1.ts';
import { invalid, KartotekaError, notFound } from '../../shared/errors.ts';
import { type DictionaryEntry, type DictionaryName, entrySchema } from '../../shared/platform/dictionary.ts';
import type { platformRoutes } from '../../shared/platform/routes.ts';
import { Change } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import { dictionaryEntryKey, dictionaryPartition } from '../runtime/references.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import { readItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { applyPatch, onCurrent, requireMatch, requireNoConflict, stale } from '../runtime/versions.ts';
import { dictionaryEntryItem } from './dictionary-item.ts';
import { allOf } from './lists.ts';

type Handlers = Pick<RouteHandlers<typeof platformRoutes>, 'listEntries' | 'createEntry' | 'changeEntry'>;
type Input<Id extends keyof Handlers> = Parameters<Handlers[Id]>[0];

/** The routes of the lists that a tenant fills for itself. */
export function createDictionaries(table: Table): Handlers {
  return {
    listEntries: async ({ params }, { caller }) => {
      const items = await allOf(table, { pk: dictionaryPartition(caller.tenant, params.dictionary) });
      const entries = items.map((item) => view(readItem(dictionaryEntryItem, item)));
      return {
        status: 200,
        body: {
          entries: entries.sort((one, other) => one.order - other.order || one.id.localeCompare(other.id)),
        },
      };
    },
    createEntry: ({ params, body }, context) => create(table, context, params.dictionary, body),
    changeEntry: ({ params, body }, context) => onCurrent(() => change(table, context, params, body)),
  };
}

const view = ({ data, version }: { data: DictionaryEntry; version: number }) => ({ ...data, version });

/** Only lead sources cost something. */
function requireCostsFit(dictionary: DictionaryName, costs: unknown): void {
  if (costs === undefined || dictionary === 'lead-sources') return;
  throw invalid([
    { pointer: '/costs', code: 'entry.no-costs', message: 'Only lead sources have costs: leave this out.' },
  ]);
}

/** A new entry by the given user. */
export function newEntry(
  dictionary: DictionaryName,
  fields: Pick<DictionaryEntry, 'id' | 'labels' | 'order' | 'active' | 'costs'>,
  by: { readonly userId: string; readonly now: Date },
): DictionaryEntry {
  const at = by.now.toISOString();
  return { dictionary, ...fields, createdAt: at, createdBy: by.userId, updatedAt: at, updatedBy: by.userId };
}

function create(
  table: Table,
  context: RequestContext,
  dictionary: DictionaryName,
  body: Input<'createEntry'>['body'],
) {
  const { caller, now } = context;
  requireCostsFit(dictionary, body.costs);
  const data = newEntry(dictionary, body, { userId: caller.userId, now });
  return new Change(context)
    .add({
      op: 'put',
      item: writeItem(dictionaryEntryItem, dictionaryEntryKey(caller.tenant, dictionary, data.id), data, {
        version: 1,
      }),
      condition: { absent: true },
      refused: () =>
        new KartotekaError(
          'conflict',
          'entry.exists',
          'The dictionary has an entry of this id: change that one, or choose another id.',
        ),
    })
    .event(dictionaryEntryCreatedV1, { dictionary, entryId: data.id, version: 1 })
    .commit(table, {
      status: 201,
      body: view({ data, version: 1 }),
      version: 1,
      location: `/dictionaries/${dictionary}/${data.id}`,
    });
}

async function change(
  table: Table,
  context: RequestContext,
  { dictionary, id }: Input<'changeEntry'>['params'],
  { baseVersion, ...patch }: Input<'changeEntry'>['body'],
): Promise<Answer<ReturnType<typeof view>>> {
  const key = dictionaryEntryKey(context.caller.tenant, dictionary, id);
  const item = await table.get(key, { consistent: true });
  if (!item) throw notFound('entry');
  const stored = readItem(dictionaryEntryItem, item);
  requireMatch(context, stored);
  requireNoConflict(stored, patch, baseVersion);
  requireCostsFit(dictionary, patch.costs ?? undefined);
  const revision = applyPatch(entrySchema, stored, patch, context);
  if (revision.changes.length === 0) return { status: 200, body: view(stored), version: stored.version };
  const { data, version, fieldVersions } = revision;
  return new Change(context)
    .add({
      op: 'put',
      item: writeItem(dictionaryEntryItem, key, data, { version, fieldVersions }),
      condition: { version: stored.version },
      refused: stale,
    })
    .event(dictionaryEntryChangedV1, {
      dictionary,
      entryId: id,
      version,
      fields: revision.changes.map(({ field }) => field),
    })
    .commit(table, { status: 200, body: view(revision), version });
}
