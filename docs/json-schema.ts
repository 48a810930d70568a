/** A JSON Schema (draft 2020-12), which OpenAPI 3.1 takes as it is. */
export type JsonSchema = { readonly [key: string]: unknown };

/** What tells a reader something, and neither allows nor forbids a value. */
const ANNOTATIONS = new Set([
  '$schema',
  '$defs',
  'id',
  'title',
  'description',
  'examples',
  'default',
  'deprecated',
]);

const DEFINITION = '#/$defs/';

/**
 * The part of a schema that decides which values fit: without explanations, in one order, with its definitions in their
 * places. Two schemas of one shape take the same values, and what explains a field may be written better at any time.
 *
 * @throws Error when the schema refers to a definition that it does not have
 */
export function shapeOf(schema: JsonSchema): JsonSchema {
  const definitions = (schema['$defs'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return shapeIn(schema, { definitions, within: [] }) as JsonSchema;
}

/** Whether two schemas take the same values. */
export const sameShape = (one: JsonSchema, other: JsonSchema): boolean =>
  JSON.stringify(shapeOf(one)) === JSON.stringify(shapeOf(other));

interface Place {
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  /** The definitions that this place lies in: one that holds itself is named by how far out it stands. */
  readonly within: readonly string[];
}

function shapeIn(schema: unknown, place: Place): unknown {
  if (Array.isArray(schema)) return schema.map((one) => shapeIn(one, place));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...own } = schema as JsonSchema;
  const entries = Object.entries(own).filter(([keyword]) => !ANNOTATIONS.has(keyword));
  const shape = entries.map(([keyword, value]) => [keyword, valueIn(keyword, value, place)] as const);
  return inOrder(typeof $ref === 'string' ? [...shape, ...referred($ref, place)] : shape);
}

function valueIn(keyword: string, value: unknown, place: Place): unknown {
  if (keyword === 'required' && Array.isArray(value)) return value.toSorted();
  // Names of fields are ours, so that a field called `description` is no annotation.
  if (keyword !== 'properties') return shapeIn(value, place);
  return inOrder(
    Object.entries(value as object).map(([name, schema]) => [name, shapeIn(schema, place)] as const),
  );
}

function referred(reference: string, { definitions, within }: Place): [string, unknown][] {
  const name = reference.slice(DEFINITION.length);
  const outward = within.indexOf(name);
  if (outward >= 0) return [['$ref', outward]];
  const definition = definitions[name];
  if (!definition) throw new Error(`The schema has no definition ${reference}.`);
  return Object.entries(shapeIn(definition, { definitions, within: [name, ...within] }) as object);
}

const inOrder = (entries: readonly (readonly [string, unknown])[]): object =>
  Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
