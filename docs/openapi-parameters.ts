import type * as z from 'zod';
import { MAX_FIELD_PATHS } from '../shared/field-mask.ts';
import { fieldShapeOf } from '../shared/field-shape.ts';
import { asksCopy, type Route, takesFields } from '../shared/route.ts';
import { CONDITIONS_MEANING } from '../shared/search/short-form.ts';
import { EXAMPLE_IDS } from './examples/ids.ts';
import {
  OWN_PATH_EXAMPLES,
  PARAMETER_EXAMPLES,
  PATH_EXAMPLES,
  QUERY_EXAMPLES,
} from './examples/parameters.ts';
import { WRITTEN_EXAMPLE } from './examples/written.ts';
import type { JsonSchema } from './json-schema.ts';
import type { SchemaComponents } from './openapi-schemas.ts';
import { changesVersion, posts } from './problem-code.ts';

/** The parameters of a route in path, query and headers, each with a description and an example. */
export function parametersOf(id: string, route: Route, components: SchemaComponents): JsonSchema[] {
  return [
    ...fields(route.params, components).map(([name, schema]) =>
      parameter({ name, in: 'path', required: true }, schema, pathExample(id, route, name), components),
    ),
    ...fields(route.query, components).map(([name, schema]) =>
      parameter(
        // What has a default is always there for the handler, and need not be sent.
        { name, in: 'query', required: route.query?.shape[name]?.safeParse(undefined).success === false },
        schema,
        queryExample(id, route, name, schema, components),
        components,
      ),
    ),
    ...conditions(route),
    ...choiceOfFields(route),
    ...headersOf(route),
  ];
}

/** The parameters of a short form that are named like the fields of what is searched. */
const conditions = ({ query }: Route): JsonSchema[] =>
  query?._zod.def.catchall === undefined || query._zod.def.catchall._zod.def.type === 'never'
    ? []
    : [
        {
          name: 'conditions',
          in: 'query',
          required: false,
          description: CONDITIONS_MEANING,
          style: 'form',
          explode: true,
          schema: { type: 'object', additionalProperties: { type: 'string' } },
          example: { 'updatedAt[within]': 'last:30:day' },
        },
      ];

const fields = (schema: z.ZodObject | undefined, components: SchemaComponents): [string, JsonSchema][] =>
  schema
    ? Object.entries((components.refer(schema, 'output')['properties'] ?? {}) as Record<string, JsonSchema>)
    : [];

/** A list is sent with commas. */
function parameter(
  place: { readonly name: string; readonly in: 'path' | 'query'; readonly required: boolean },
  { description: own, examples: _, ...schema }: JsonSchema,
  example: unknown,
  components: SchemaComponents,
): JsonSchema {
  const description = own ?? components.resolve(schema)['description'];
  return {
    ...place,
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
export const pathExamples = (id: string, route: Route): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(route.params?.shape ?? {}).map((name) => [name, pathExample(id, route, name)]),
  );

/** A path with the example of each of its parameters. */
export function examplePath(id: string, route: Route): string {
  const params = pathExamples(id, route);
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}

function pathExample(id: string, { path }: Route, name: string): string {
  const example = OWN_PATH_EXAMPLES[id]?.[name] ?? PATH_EXAMPLES[upTo(path, name)];
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

/** The parameter by which a client chooses fields of the answer, with a choice that the answer has. */
function choiceOfFields(route: Route): JsonSchema[] {
  if (!takesFields(route) || !route.response) return [];
  const paths = [...fieldShapeOf(route.response)].map(([name, below]) => [
    name,
    ...[...below.keys()].slice(0, 1),
  ]);
  return [
    {
      name: 'fields',
      in: 'query',
      required: false,
      description:
        'The fields that you want, as paths with dots that lead through lists; all where it is left out. Then fields that are else required may be missing.',
      style: 'form',
      explode: false,
      schema: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: MAX_FIELD_PATHS },
      example: paths.slice(0, 2).map((path) => path.join('.')),
    },
  ];
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
    ...(route.roles
      ? [
          header(
            'Kartoteka-Tenant',
            'Id of the organisation; needed only by users of several.',
            EXAMPLE_IDS.tenant,
          ),
        ]
      : []),
    ...(posts(route)
      ? [
          header(
            'Idempotency-Key',
            'Your own unique text: a repeat within 24 hours gets the stored answer and writes nothing.',
            '5f0c7a52-0b0e-4a7e-9b1c-2f8d3e6a9c41',
          ),
        ]
      : []),
    ...(asksCopy(route)
      ? [
          header(
            'Kartoteka-After',
            'The `Kartoteka-Written` of the answers to your last writes, separated by commas: they are found for certain.',
            WRITTEN_EXAMPLE,
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
