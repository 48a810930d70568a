import type * as z from 'zod';

/** A JSON value. */
export type Json = z.core.util.JSONType;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * JSON Merge Patch (RFC 7396): objects merge, `null` removes, everything else replaces. Neither argument is changed.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  // A map, and own fields only: "__proto__" is a field of JSON like any other.
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) merged.delete(field);
    else merged.set(field, mergePatch(merged.get(field), value));
  }
  return Object.fromEntries(merged);
}

const own = <Value>(record: Readonly<Record<string, Value>>, field: string): Value | undefined =>
  Object.hasOwn(record, field) ? record[field] : undefined;

/** Deep equality of JSON values; absent and `undefined` fields are the same. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, index) => sameJson(value, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const fields = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...fields].every((field) => sameJson(own(one, field), own(other, field)));
}

/** A changed field with its old and new value; an absent side means that the field was or is empty. */
export interface Change {
  readonly field: string;
  readonly from?: Json;
  readonly to?: Json;
}

/**
 * The top-level fields in which two records differ, in alphabetical order.
 *
 * @param ignored Fields that change with every write, such as `updatedAt`.
 */
export function changesBetween(before: object, after: object, ignored: readonly string[] = []): Change[] {
  const was = before as Record<string, Json | undefined>;
  const is = after as Record<string, Json | undefined>;
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  return fields
    .filter((field) => !ignored.includes(field))
    .map((field) => ({ field, from: own(was, field), to: own(is, field) }))
    .filter(({ from, to }) => !sameJson(from, to))
    .map(({ field, from, to }) => ({
      field,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    }));
}

/** The version at which each field last changed. */
export type FieldVersions = Readonly<Record<string, number>>;

/** Field versions after a change that makes `version`. */
export function bumpFields(
  versions: FieldVersions,
  fields: readonly string[],
  version: number,
): FieldVersions {
  return { ...versions, ...Object.fromEntries(fields.map((field) => [field, version])) };
}

/** The fields of a patch that somebody else has changed since the version the patch was made from. */
export function conflictingFields(
  versions: FieldVersions,
  patched: readonly string[],
  baseVersion: number,
): string[] {
  return patched.filter((field) => (versions[field] ?? 1) > baseVersion).sort();
}
