import type { DictionaryName } from '../../shared/platform/dictionary.ts';
import type { AskedField } from '../../shared/search/bound-question.ts';
import type { Label, ObjectName } from '../../shared/search/object.ts';
import type { Cell } from '../../shared/search/question.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { MAX_NAMED, type QueryClient } from '../query/service.ts';
import type { Asker } from './asking.ts';
import type { Labels } from './labels.ts';
import type { Names } from './names.ts';

/** Values of a field that an answer shows. */
export interface ShownValues {
  readonly field: AskedField;
  readonly values: readonly Cell[];
}

/** Objects whose records have a name. */
const NAMED = ['companies', 'contacts'] as const;

/** Everything that is needed to call the values of an answer by their names. */
export async function labelsFor(
  { names, query }: { readonly names: Names; readonly query: QueryClient },
  tenant: VerifiedTenant,
  asker: Asker,
  shown: readonly ShownValues[],
): Promise<Labels> {
  const dictionaries = [...new Set(shown.flatMap(({ field }) => field.field.dictionary ?? []))];
  const [entries, records] = await Promise.all([
    Promise.all(
      dictionaries.map(
        async (name): Promise<[DictionaryName, ReadonlyMap<string, Label>]> => [
          name,
          await names.entries(tenant, name),
        ],
      ),
    ),
    Promise.all(
      NAMED.map((object) => recordNames(query, tenant, asker, { object, ids: idsOf(object, shown) })),
    ),
  ]);
  return {
    language: asker.language,
    people: asker.people,
    entries: new Map(entries),
    records: new Map(records.flat(1)),
  };
}

const idsOf = (object: ObjectName, shown: readonly ShownValues[]): string[] => [
  ...new Set(
    shown
      .filter(({ field }) => field.field.of === object)
      .flatMap(({ values }) => values.filter((value) => typeof value === 'string')),
  ),
];

/** Names as far as the asker may see the records: they are asked for as anything else is. */
async function recordNames(
  query: QueryClient,
  tenant: VerifiedTenant,
  asker: Asker,
  { object, ids }: { readonly object: (typeof NAMED)[number]; readonly ids: readonly string[] },
): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (let at = 0; at < ids.length; at += MAX_NAMED) {
    const some = ids.slice(at, at + MAX_NAMED);
    const names = await query.ask(tenant, { kind: 'names', ...asker.fields, object, ids: some });
    found.push(...names.map(([id, name]): [string, string] => [id, name]));
  }
  return found;
}
