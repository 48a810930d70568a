import type * as z from 'zod';
import type { Route } from '../shared/route.ts';
import { EXAMPLE_IDS } from './examples/ids.ts';
import { PARAMETER_EXAMPLES, PATH_EXAMPLES, QUERY_EXAMPLES } from './examples/parameters.ts';
import type { JsonSchema } from './json-schema.ts';
import type { SchemaComponents } from './openapi-schemas.ts';
import { changesVersion } from './problem-codes.ts';

/** The parameters of a route in path, query and headers, each with a description and an example. */
export function parametersOf(id: string, route: Route, components: SchemaComponents): JsonSchema[] {
  return [
    ...fields(route.params, components).map(([name, schema]) =>
      parameter('path', name, schema, pathExample(route, name), components),
    ),
    ...fields(route.query, components).map(([name, schema]) =>
      parameter('query', name, schema, queryExample(id, route, name, schema, components), components),
    ),
    ...headersOf(route),
  ];
}

const fields = (schema: z.ZodObject | undefined, components: SchemaComponents): [string, JsonSchema][] =>
  schema
    ? Object.entries((components.refer(schema, 'output')['properties'] ?? {}) as Record<string, JsonSchema>)
    : [];

/** A list is sent with commas. */
function parameter(
  place: 'path' | 'query',
  name: string,
  { description: own, examples: _, ...schema }: JsonSchema,
  example: unknown,
  components: SchemaComponents,
): JsonSchema {
  const description = own ?? components.resolve(schema)['description'];
  return {
    name,
    in: place,
    required: place === 'path',
    ...(description === undefined ? {} : { description }),
    ...(schema['type'] === 'array' ? { style: 'form', explode: false } : {}),
    schema,
    example,
  };
}

/** The path up to a parameter: `/companies/{id}` of `/companies/{id}/notes`. */
export const upTo = (path: string, name: string): string =>
  path.slice(0, path.indexOf(`{${name}}`) + name.length + 2);

/** The examples of all parameters of a path, by their names. */
export const pathExamples = (route: Route): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(route.params?.shape ?? {}).map((name) => [name, pathExample(route, name)]));

function pathExample({ path }: Route, name: string): string {
  const example = PATH_EXAMPLES[upTo(path, name)];
  if (example !== undefined) return example;
  throw new Error(`${path}: add an example of '${upTo(path, name)}' to docs/examples/parameters.ts.`);
}

function queryExample(
  id: string,
  { path }: Route,
  name: string,
  schema: JsonSchema,
  components: SchemaComponents,
): unknown {
  const [own] = [
    QUERY_EXAMPLES[id]?.[name],
    exampleIn(components.resolve(schema)),
    PARAMETER_EXAMPLES[name],
  ].filter((example) => example !== undefined);
  if (own !== undefined) return own;
  throw new Error(
    `${path}: add an example of '${name}' to docs/examples/parameters.ts, or examples to its schema.`,
  );
}

/** What a schema says itself of the values it takes. */
function exampleIn(schema: JsonSchema): unknown {
  const [example] = (schema['examples'] ?? schema['enum'] ?? []) as unknown[];
  const items = schema['items'] as JsonSchema | undefined;
  if (example !== undefined) return example;
  if (schema['default'] !== undefined) return schema['default'];
  const item = items && exampleIn(items);
  return item === undefined ? undefined : [item];
}

function headersOf(route: Route): JsonSchema[] {
  const header = (name: string, description: string, example: string) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
    example,
  });
  return [
    header(
      'Kartoteka-Tenant',
      'Id of the organisation; needed only by users of several.',
      EXAMPLE_IDS.tenant,
    ),
    ...(route.method === 'POST'
      ? [
          header(
            'Idempotency-Key',
            'Your own unique text: a repeat within 24 hours gets the stored answer and writes nothing.',
            '5f0c7a52-0b0e-4a7e-9b1c-2f8d3e6a9c41',
          ),
        ]
      : []),
    ...(changesVersion(route)
      ? [
          header(
            'If-Match',
            'The ETag you read: the change is refused with 412 if the record changed since.',
            '"1"',
          ),
        ]
      : []),
  ];
}
