import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { ANSWERS } from './examples/answers.ts';
import { OWN_PATH_EXAMPLES, PATH_EXAMPLES, QUERY_EXAMPLES } from './examples/parameters.ts';
import type { JsonSchema } from './json-schema.ts';
import { describeApi, placedRoutes } from './openapi.ts';
import { EXAMPLES } from './openapi-examples.ts';
import { pathExamples, upTo } from './openapi-parameters.ts';

const document = describeApi();

/** An example in the document, where it stands, and the schema it is an example of. */
interface Site {
  readonly at: string;
  readonly schema: string;
  readonly example: unknown;
}

/** Values that only look like a part of the document. */
const VALUES = new Set(['example', 'examples', 'default', 'const', 'enum']);

/** Every example of the document: of bodies, answers, parameters, headers and the fields of schemas. */
function sitesIn(node: unknown, at = '', named = false): Site[] {
  if (typeof node !== 'object' || node === null) return [];
  const inner = Object.entries(node)
    .filter(([key]) => named || !VALUES.has(key))
    .flatMap(([key, value]) => sitesIn(value, `${at}/${escaped(key)}`, key === 'properties' && !named));
  return named || Array.isArray(node) ? inner : [...ownSites(node as JsonSchema, at), ...inner];
}

function ownSites(node: JsonSchema, at: string): Site[] {
  const { schema, example, examples } = node;
  if (Array.isArray(examples))
    return examples.map((one) => ({ at: `${at}/examples`, schema: at, example: one }));
  if (schema === undefined) return [];
  const single = example === undefined ? [] : [{ at: `${at}/example`, schema: `${at}/schema`, example }];
  const several = Object.entries((examples ?? {}) as Record<string, JsonSchema>).map(([name, one]) => ({
    at: `${at}/examples/${escaped(name)}`,
    schema: `${at}/schema`,
    example: referred(one)['value'],
  }));
  return [...single, ...several];
}

function referred(example: JsonSchema): JsonSchema {
  const reference = example['$ref'];
  if (typeof reference !== 'string') return example;
  const parts = reference.split('/').slice(1);
  return parts.reduce<unknown>((node, part) => (node as JsonSchema)[part], document) as JsonSchema;
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const sites = sitesIn(document);
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
ajv.addSchema(document, 'openapi');

/** Why a value does not fit the schema at a place of the document; nothing where it does. */
function faultsOf(schema: string, value: unknown): string {
  const pointer = schema.split('/').map(encodeURIComponent).join('/');
  const validate = ajv.compile({ $ref: `openapi#${pointer}` });
  return validate(value) ? '' : ajv.errorsText(validate.errors, { separator: '\n' });
}

describe('the examples of the document', () => {
  it('are many, of every sort', () => {
    for (const sort of [
      /\/requestBody\//,
      /\/responses\/2\d\d\//,
      /\/responses\/\w*4\d\d\//,
      /\/parameters\//,
      /\/headers\//,
    ])
      expect(sites.filter(({ at }) => sort.test(at)).length, String(sort)).toBeGreaterThan(5);
    expect(sites.filter(({ at }) => at.startsWith('/components/schemas/')).length).toBeGreaterThan(20);
  });

  it.each(sites)('fit the schema beside them: $at', ({ schema, example }) => {
    expect(example).toBeDefined();
    expect(faultsOf(schema, example)).toBe('');
  });

  it('stand at each body, answer and parameter', () => {
    const { paths, components } = document as Record<string, Record<string, Record<string, JsonSchema>>>;
    const places = [
      ...Object.entries(paths ?? {}).flatMap(([path, operations]) =>
        Object.entries(operations).flatMap(([method, operation]) =>
          placesIn(operation, `/paths/${escaped(path)}/${method}`),
        ),
      ),
      ...placesIn({ responses: components?.['responses'] }, '/components'),
    ];
    const bare = places.filter((place) => !sites.some(({ schema }) => schema === `${place}/schema`));
    expect(bare).toEqual([]);
  });

  it('are refused where they do not fit: the check is one', () => {
    const company = '/components/schemas/Company';
    const { name: _, ...nameless } = ANSWERS['readCompany'] as JsonSchema;
    expect(faultsOf(company, ANSWERS['readCompany'])).toBe('');
    expect(faultsOf(company, nameless)).toContain("required property 'name'");
    expect(faultsOf(company, { ...nameless, name: 'x', createdAt: 'yesterday' })).toContain('date-time');
    expect(faultsOf(company, { ...nameless, name: 'x', colour: 'red' })).toContain('additional properties');
  });
});

/** Where an operation has to have examples. */
function placesIn({ parameters = [], requestBody, responses }: JsonSchema, at: string): string[] {
  const contentOf = (holder: unknown, place: string): string[] =>
    Object.keys(((holder ?? {}) as JsonSchema)['content'] ?? {}).map(
      (type) => `${place}/content/${escaped(type)}`,
    );
  return [
    ...(parameters as unknown[]).map((_, index) => `${at}/parameters/${index}`),
    ...contentOf(requestBody, `${at}/requestBody`),
    ...Object.entries((responses ?? {}) as JsonSchema).flatMap(([status, response]) =>
      contentOf(response, `${at}/responses/${status}`),
    ),
  ];
}

/** A value of a parameter as it is sent: a list with commas. */
const sent = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));

describe.each(placedRoutes())('$id', ({ id, route }) => {
  it('takes the example of its body', () => {
    expect(EXAMPLES[id] !== undefined, 'docs/examples/ has one of each body and none else').toBe(
      route.body !== undefined,
    );
    expect(route.body?.safeParse(EXAMPLES[id]).error).toBeUndefined();
  });

  it('answers with the example of its answer, and leaves nothing of it out', () => {
    expect(ANSWERS[id] !== undefined, 'docs/examples/ has one of each answer and none else').toBe(
      route.response !== undefined,
    );
    if (route.response) expect(route.response.parse(ANSWERS[id])).toEqual(ANSWERS[id]);
  });

  it('takes the examples of its parameters', () => {
    if (route.params) expect(route.params.safeParse(pathExamples(id, route)).error).toBeUndefined();
    const usual = Object.entries(QUERY_EXAMPLES[id] ?? {}).map(
      ([name, value]) => [name, sent(value)] as const,
    );
    if (route.query && usual.length > 0)
      expect(route.query.safeParse(Object.fromEntries(usual)).error).toBeUndefined();
    const operation = operationOf(id);
    for (const { name, in: place, example } of operation.filter((parameter) => parameter.in === 'query'))
      expect(route.query?.shape[name]?.safeParse(sent(example)).error, `${place} ${name}`).toBeUndefined();
  });
});

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly example: unknown;
}

function operationOf(id: string): readonly Parameter[] {
  const operations = Object.values(document['paths'] as Record<string, Record<string, JsonSchema>>).flatMap(
    (methods) => Object.values(methods),
  );
  return (operations.find(({ operationId }) => operationId === id)?.['parameters'] ?? []) as Parameter[];
}

describe('the files of examples', () => {
  it('speak of no route that is not there', () => {
    const ids = placedRoutes().map(({ id }) => id);
    const paths = placedRoutes().flatMap(({ route }) =>
      Object.keys(route.params?.shape ?? {}).map((name) => upTo(route.path, name)),
    );
    for (const named of [EXAMPLES, ANSWERS, QUERY_EXAMPLES, OWN_PATH_EXAMPLES])
      expect(ids).toEqual(expect.arrayContaining(Object.keys(named)));
    expect(paths).toEqual(expect.arrayContaining(Object.keys(PATH_EXAMPLES)));
    for (const [id, own] of Object.entries(OWN_PATH_EXAMPLES)) {
      const route = placedRoutes().find((placed) => placed.id === id)?.route;
      expect(Object.keys(route?.params?.shape ?? {})).toEqual(expect.arrayContaining(Object.keys(own)));
    }
  });
});
