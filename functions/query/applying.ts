import { type DuckDBValue, INTEGER, LIST, listValue, UUID } from '@duckdb/node-api';
import type { ObjectDefinition, ObjectName } from '../../shared/search/object.ts';
import { OBJECT_NAMES, OBJECTS } from '../../shared/search/objects.ts';
import { isGuessable } from '../../shared/search/typo.ts';
import {
  derivedFieldsOf,
  digitsTable,
  longFieldsOf,
  longTable,
  plainFieldsOf,
  quoted,
  VOCABULARY,
  wordsTable,
} from './columns.ts';
import type { Copy } from './copy.ts';
import { deriveAgain } from './deriving.ts';
import { type CopyRecord, type CopyRemoval, REMOVED_VERSION, referencesOf } from './record.ts';
import { ulidOf } from './uuid.ts';
import { columnValues, uuidOf } from './values.ts';

/** What changed since the copy was last brought up to date. */
export interface Changes {
  readonly records: readonly CopyRecord[];
  readonly removals: readonly CopyRemoval[];
}

/** A record as the copy knows it. */
interface Known {
  readonly n: number;
  readonly version: number;
  /** The reckoned fields, which a new version of the record keeps. */
  readonly derived: readonly DuckDBValue[];
}

/**
 * Takes changes into the copy, all or nothing. The newest version of a record wins, in whatever order they come and however often;
 * what refers to a record that has not come yet holds its place.
 */
export async function applyChanges(copy: Copy, changes: Changes): Promise<void> {
  if (changes.records.length === 0 && changes.removals.length === 0) return;
  await copy.atomically(async () => {
    const known = await recall(copy, changes);
    const fresh = newest(changes.records).filter(
      ({ object, id, version }) => (known.get(object)?.get(id)?.version ?? 0) < version,
    );
    const concerned: CopyRecord[] = [];
    for (const name of OBJECT_NAMES) {
      const records = fresh.filter(({ object }) => object === name);
      await replace(copy, OBJECTS[name], records, known);
      concerned.push(...records);
    }
    await remove(copy, changes.removals, known);
    await deriveAgain(copy, concerned, (object, id) => known.get(object)?.get(id)?.n);
  });
}

type KnownRecords = Map<ObjectName, Map<string, Known>>;

/** Of each record the newest version, where a batch holds several. */
function newest(records: readonly CopyRecord[]): CopyRecord[] {
  const latest = new Map<string, CopyRecord>();
  for (const record of records) {
    const key = `${record.object}#${record.id}`;
    const other = latest.get(key);
    if (other === undefined || other.version < record.version) latest.set(key, record);
  }
  return [...latest.values()];
}

/** All records that the changes speak of: those that are there, and a place for each that is not. */
async function recall(copy: Copy, { records, removals }: Changes): Promise<KnownRecords> {
  const wanted = new Map<ObjectName, Set<string>>(OBJECT_NAMES.map((name) => [name, new Set()]));
  for (const record of records) {
    wanted.get(record.object)?.add(record.id);
    for (const [object, id] of referencesOf(record)) wanted.get(object)?.add(id);
  }
  for (const { object, id } of removals) wanted.get(object)?.add(id);
  const found: KnownRecords = new Map();
  for (const [object, ids] of wanted) found.set(object, await recallOf(copy, OBJECTS[object], [...ids]));
  return found;
}

async function recallOf(
  copy: Copy,
  object: ObjectDefinition,
  ids: readonly string[],
): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map();
  const derived = derivedFieldsOf(object).map(([name]) => quoted(name));
  const table = quoted(object.name);
  const { connection } = copy;
  const reader = await connection.runAndReadAll(
    `SELECT id, n, version${derived.map((name) => `, ${name}`).join('')} FROM ${table}
     WHERE id IN (SELECT unnest($1))`,
    [listValue(ids.map(uuidOf))],
    [LIST(UUID)],
  );
  const found = new Map<string, Known>();
  for (const [id, n, version, ...rest] of reader.getRows())
    found.set(ulidOf((id as ReturnType<typeof uuidOf>).toUint128()), {
      n: Number(n),
      version: Number(version),
      derived: rest,
    });
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  const [[last] = []] = await copy.rows(`SELECT coalesce(max(n), 0) FROM ${table}`);
  const empty = nothingDerived(object);
  const places = missing.map((id, index) => ({ id, n: Number(last) + 1 + index }));
  for (const { id, n } of places) found.set(id, { n, version: 0, derived: empty });
  await copy.append(
    object.name,
    places.map(({ id, n }) => emptyPlace(object, id, n, 0)),
  );
  return found;
}

/** Puts new versions of records into the place of the old ones. */
async function replace(
  copy: Copy,
  object: ObjectDefinition,
  records: readonly CopyRecord[],
  known: KnownRecords,
): Promise<void> {
  if (records.length === 0) return;
  const place = (of: ObjectName, id: string): Known => {
    const found = known.get(of)?.get(id);
    if (found === undefined) throw new Error(`A record of ${of} has no place in the copy.`);
    return found;
  };
  const placed = records.map((record) => ({ record, at: place(object.name, record.id) }));
  const replaced = placed.filter(({ at }) => at.version > 0).map(({ at }) => at.n);
  await erase(
    copy,
    object.name,
    placed.map(({ at }) => at.n),
  );
  await eraseTerms(copy, object, replaced);
  const numberOf = (of: unknown) => (id: string) => place(of as ObjectName, id).n;
  await copy.append(
    object.name,
    placed.map(({ record, at }) => [
      at.n,
      uuidOf(record.id),
      record.version,
      record.live,
      ...plainFieldsOf(object).flatMap(([name, field]) =>
        columnValues(field, record.values[name], numberOf(field.of)),
      ),
      ...at.derived,
    ]),
  );
  await addTerms(
    copy,
    object,
    placed.map(({ record, at }) => ({ record, n: at.n })),
  );
}

const erase = (copy: Copy, table: string, numbers: readonly number[]): Promise<unknown> =>
  numbers.length === 0
    ? Promise.resolve()
    : copy.connection.run(
        `DELETE FROM ${quoted(table)} WHERE n IN (SELECT unnest($1))`,
        [listValue([...numbers])],
        [LIST(INTEGER)],
      );

async function eraseTerms(copy: Copy, object: ObjectDefinition, numbers: readonly number[]): Promise<void> {
  const { name, fullText } = object;
  if (longFieldsOf(object).length > 0) await erase(copy, longTable(name), numbers);
  if (fullText !== undefined && fullText.words.length > 0) await erase(copy, wordsTable(name), numbers);
  if (fullText?.digits !== undefined) await erase(copy, digitsTable(name), numbers);
}

async function addTerms(
  copy: Copy,
  object: ObjectDefinition,
  placed: readonly { readonly record: CopyRecord; readonly n: number }[],
): Promise<void> {
  const { name, fullText } = object;
  const long = longFieldsOf(object);
  const texts = placed.filter(({ record }) => long.some(([field]) => record.values[field] !== undefined));
  await copy.append(
    longTable(name),
    texts.map(({ record, n }) => [
      n,
      ...long.flatMap(([field, definition]) => columnValues(definition, record.values[field], () => null)),
    ]),
  );
  if (fullText === undefined || fullText.words.length === 0) return;
  const words = placed.flatMap(({ record, n }) => record.words.map((word) => [word, n]));
  await copy.append(wordsTable(name), words);
  await learn(copy, [...new Set(words.map(([word]) => String(word)))].filter(isGuessable));
  if (fullText.digits === undefined) return;
  await copy.append(
    digitsTable(name),
    placed.flatMap(({ record, n }) => record.digits.map((digits) => [digits, n])),
  );
}

/** Adds words to the vocabulary that it does not have. */
async function learn(copy: Copy, words: readonly string[]): Promise<void> {
  if (words.length === 0) return;
  await copy.run(
    `INSERT INTO ${VOCABULARY} SELECT word FROM (SELECT unnest($1) AS word) AS said ANTI JOIN ${VOCABULARY} USING (word)`,
    [listValue([...words])],
  );
}

/** What was removed outright is gone for good: nothing of it is kept, and nothing that comes late brings it back. */
async function remove(copy: Copy, removals: readonly CopyRemoval[], known: KnownRecords): Promise<void> {
  for (const name of OBJECT_NAMES) {
    const ids = removals.filter(({ object }) => object === name).map(({ id }) => id);
    const places = [...new Set(ids)].flatMap((id) => {
      const n = known.get(name)?.get(id)?.n;
      return n === undefined ? [] : [{ id, n }];
    });
    await blank(copy, OBJECTS[name], places);
  }
}

/** Leaves of records nothing but their places, so that what refers to them finds nothing there. */
export async function blank(
  copy: Copy,
  object: ObjectDefinition,
  places: readonly { readonly id: string; readonly n: number }[],
): Promise<void> {
  if (places.length === 0) return;
  const numbers = places.map(({ n }) => n);
  await erase(copy, object.name, numbers);
  await eraseTerms(copy, object, numbers);
  await copy.append(
    object.name,
    places.map(({ id, n }) => emptyPlace(object, id, n, REMOVED_VERSION)),
  );
}

/** The row of a record of which nothing is known but that there is one. */
const emptyPlace = (object: ObjectDefinition, id: string, n: number, version: number): DuckDBValue[] => [
  n,
  uuidOf(id),
  version,
  false,
  ...plainFieldsOf(object).flatMap(([, field]) => columnValues(field, undefined, () => null)),
  ...nothingDerived(object),
];

const nothingDerived = (object: ObjectDefinition): DuckDBValue[] =>
  derivedFieldsOf(object).map(([, { derived }]) => (derived?.measure === 'count' ? 0 : null));
