import { beginningsOf, foldCase } from '../../shared/search/fold.ts';
import type { FieldDefinition, ObjectDefinition, ObjectName } from '../../shared/search/object.ts';
import { OBJECT_NAMES, OBJECTS } from '../../shared/search/objects.ts';
import type { StoredItem } from '../runtime/table/item.ts';
import { fieldsOf, isReference } from './columns.ts';
import { upgraded } from './upgrading.ts';

/** A record as the copy takes it. */
export interface CopyRecord {
  readonly object: ObjectName;
  /** ULID. */
  readonly id: string;
  readonly version: number;
  /** Whether there is anything to see: what was deleted is kept as it was, in case it is restored. */
  readonly live: boolean;
  /** By field, as stored; `undefined` where there is none. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
  readonly digits: readonly string[];
}

/** A record that was removed outright, and left a marker. */
export interface CopyRemoval {
  readonly object: ObjectName;
  readonly id: string;
}

const byKind: ReadonlyMap<string, ObjectDefinition> = new Map(
  OBJECT_NAMES.map((name) => [OBJECTS[name].kind, OBJECTS[name]]),
);

/** Newer than anything: what was removed outright does not come back. */
export const REMOVED_VERSION = 2_147_483_647;

/** What an item of the feed is to the copy; nothing where it is of a kind that cannot be searched. */
export function recordOf(item: StoredItem): CopyRecord | undefined {
  const object = byKind.get(item.kind);
  if (object === undefined) return undefined;
  const data = upgraded(item);
  const values = Object.fromEntries(
    fieldsOf(object)
      .filter(([, { derived }]) => !derived)
      .map(([name, field]) => [name, valueIn(field, name, data)]),
  );
  const id = object.fields['id']?.read?.(data) ?? data['id'];
  return {
    object: object.name,
    id: String(id),
    version: item.version ?? 1,
    live: data['deletedAt'] === undefined,
    values,
    words: wordsOf(object, values),
    digits: digitsOf(object, values),
  };
}

/** What a marker says was removed; nothing where it cannot be searched. */
export function removalOf(item: StoredItem): CopyRemoval | undefined {
  if (item.kind !== 'gone') return undefined;
  const { kind, id } = item.data as { readonly kind: string; readonly id: string };
  const object = byKind.get(kind);
  return object && { object: object.name, id };
}

/** An emptied list is no value: a filter, a facet and a group take it for the same. */
function valueIn(field: FieldDefinition, name: string, data: StoredItem['data']): unknown {
  const value = (field.read ? field.read(data) : data[name]) ?? undefined;
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

const textsOf = (values: Readonly<Record<string, unknown>>, names: readonly string[] = []): string[] =>
  names.flatMap((name) => values[name] ?? []).map(String);

function wordsOf(object: ObjectDefinition, values: Readonly<Record<string, unknown>>): string[] {
  const words = textsOf(values, object.fullText?.words).flatMap(beginningsOf);
  const whole = textsOf(values, object.fullText?.whole).map(foldCase);
  // An address is also found by the mail server that it is at.
  const domains = whole.flatMap((text) => /.(@.+)$/u.exec(text)?.[1] ?? []);
  return [...new Set([...words, ...whole, ...domains])];
}

function digitsOf(object: ObjectDefinition, values: Readonly<Record<string, unknown>>): string[] {
  const numbers = textsOf(values, object.fullText?.digits).map((text) => text.replaceAll(/\D/g, ''));
  return [...new Set(numbers)].filter((digits) => digits !== '');
}

/** The records that a record refers to, as object and id. */
export function* referencesOf({ object, values }: CopyRecord): Generator<readonly [ObjectName, string]> {
  for (const [name, field] of fieldsOf(OBJECTS[object])) {
    const id = values[name];
    if (typeof id === 'string' && isReference(field)) yield [field.of as ObjectName, id];
  }
}
