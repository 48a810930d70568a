import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFieldMask, unknownFields } from '../shared/field-mask.ts';
import { fieldShapeOf } from '../shared/field-shape.ts';
import { describeApi, placedRoutes } from './openapi.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: object;
}

interface Operation {
  readonly operationId: string;
  readonly 'x-kartoteka-access'?: 'identity';
  readonly 'x-kartoteka-asks'?: true;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, object>>;
}

type Schema = Readonly<Record<string, unknown>>;

const document = describeApi() as unknown as {
  readonly openapi: string;
  readonly info: object;
  readonly tags: readonly { readonly name: string }[];
  readonly security: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
};

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [String(inner)] : referencesIn(inner),
  );
}

/** A schema and all that lie in it. */
function schemasIn(schema: Schema): Schema[] {
  const { properties, items, additionalProperties, propertyNames, anyOf, oneOf, allOf } = schema;
  const inner = [
    anyOf,
    oneOf,
    allOf,
    Object.values(properties ?? {}),
    items,
    additionalProperties,
    propertyNames,
  ];
  const nested = inner.flat().filter((one) => typeof one === 'object' && one !== null) as Schema[];
  return [schema, ...nested.flatMap(schemasIn)];
}

/** Keywords of JSON Schema 2020-12 that the document uses: a new one has to be looked at once. */
const KEYWORDS =
  /^(\$ref|type|properties|required|additionalProperties|propertyNames|items|anyOf|oneOf|allOf|enum|const|format|pattern|m(in|ax)(imum|Length|Items)|default|description|examples|deprecated)$/;
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

describe('the OpenAPI document', () => {
  it('is the one that is served', () => {
    expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8')), 'run `npm run docs`').toEqual(document);
  });

  it('has the parts that OpenAPI 3.1 asks for', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    const schemes = Object.keys(document.components['securitySchemes'] ?? {});
    expect(document.security.flatMap(Object.keys)).toEqual(schemes);
    for (const named of Object.values(document.components))
      for (const name of Object.keys(named)) expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
  });

  it('has every route once, under its id, with a tag that is explained', () => {
    const routes = placedRoutes();
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
      routes.map(({ id }) => id).toSorted(),
    );
    const tags = document.tags.map(({ name }) => name);
    for (const operation of operations) expect(tags).toEqual(expect.arrayContaining([...operation.tags]));
  });

  it('refers to nothing that is not there, and holds nothing that nobody refers to', () => {
    const referred = new Set(referencesIn(document));
    const present = ['schemas', 'responses', 'examples', 'headers'].flatMap((part) =>
      Object.keys(document.components[part] ?? {}).map((name) => `#/components/${part}/${name}`),
    );
    expect([...referred].filter((reference) => !present.includes(reference))).toEqual([]);
    expect(present.filter((reference) => !referred.has(reference))).toEqual([]);
  });

  it('has one address for each path, whatever its parameters are called', () => {
    const shapes = Object.keys(document.paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}'));
    expect(new Set(shapes).size).toBe(shapes.length);
    for (const path of Object.keys(document.paths)) expect(path).toMatch(/^\//);
  });
});

describe.each(operations)('$method $path', (operation) => {
  const { path, method, parameters, requestBody, responses } = operation;
  const forMembers = operation['x-kartoteka-access'] === undefined;

  it('declares its parameters, each once', () => {
    const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name);
    const declared = parameters.filter((parameter) => parameter.in === 'path');
    expect(declared.map(({ name }) => name).toSorted()).toEqual(inPath.toSorted());
    expect(declared.every(({ required }) => required)).toBe(true);
    const names = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const parameter of parameters) expect(['path', 'query', 'header']).toContain(parameter.in);
  });

  it('takes an Idempotency-Key if it is a POST that changes something, and If-Match if it can answer 412', () => {
    const headers = parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
    expect(headers.includes('Kartoteka-Tenant')).toBe(forMembers);
    expect(headers.includes('Idempotency-Key')).toBe(method === 'post' && !operation['x-kartoteka-asks']);
    expect(headers.includes('If-Match')).toBe('412' in responses);
    if (requestBody) expect(['post', 'patch', 'put']).toContain(method);
  });

  it('answers with one success, and with problems', () => {
    const statuses = Object.keys(responses);
    for (const status of statuses) expect(status).toMatch(/^[2-5]\d\d$/);
    expect(statuses.filter((status) => status.startsWith('2'))).toHaveLength(1);
    expect(statuses).toEqual(expect.arrayContaining(['400', '401', '429', '500', '503']));
    if (forMembers) expect(JSON.stringify(responses['403'])).toContain('membership.none');
    else expect(JSON.stringify(responses)).not.toContain('membership.none');
    for (const response of Object.values(responses))
      expect('$ref' in response || 'description' in response).toBe(true);
    if (method === 'post' && !operation['x-kartoteka-asks']) {
      expect(JSON.stringify(responses['409'])).toContain('idempotency.in-progress');
      expect(JSON.stringify(responses['422'])).toContain('idempotency.key-reused');
    }
  });
});

describe('parameters of a query', () => {
  it('are required where the route cannot do without them', () => {
    const required = operations.flatMap(({ operationId, parameters }) =>
      parameters
        .filter((parameter) => parameter.in === 'query' && parameter.required)
        .map(({ name }) => `${operationId} ${name}`),
    );
    expect(required).toEqual([
      'readLeadSourceEffect from',
      'readLeadSourceEffect to',
      'listCalendarDays from',
      'listCalendarDays to',
    ]);
  });
});

describe('a choice of fields', () => {
  it('is offered on what is read, with a choice that the answer has', () => {
    for (const { method, operationId, parameters } of operations) {
      const choice = parameters.find(({ name }) => name === 'fields');
      expect(choice !== undefined).toBe(method === 'get');
      const route = placedRoutes().find(({ id }) => id === operationId)?.route;
      if (!choice || !route?.response) continue;
      const { example } = choice as unknown as { readonly example: readonly string[] };
      const parsed = parseFieldMask(example.join(','));
      expect('mask' in parsed && unknownFields(parsed.mask, fieldShapeOf(route.response))).toEqual([]);
    }
  });
});

describe('a deprecated route', () => {
  const [placed] = placedRoutes().filter(({ id }) => id === 'readCompany');
  if (!placed) throw new Error('There is no such row.');
  const deprecated = {
    since: '2027-01-15',
    sunset: '2027-07-15',
    successor: '/companies/{id}/card',
  } as const;
  const made = { ...placed, route: { ...placed.route, deprecated } };
  const described = describeApi([made]) as unknown as typeof document;

  it('is marked, says what to use, and its answers carry the dates', () => {
    const operation = described.paths['/api/v1/companies/{id}']?.['get'];
    expect(operation).toMatchObject({
      deprecated: true,
      description: expect.stringContaining(
        'Deprecated since 2027-01-15; it works until 2027-07-15. Use `/api/v1/companies/{id}/card` instead.',
      ),
    });
    const headers = ['Deprecation', 'Sunset', 'Link'];
    for (const name of headers) {
      expect(operation?.responses['200']).toHaveProperty(
        ['headers', name, '$ref'],
        `#/components/headers/${name}`,
      );
      expect(described.components['headers']).toHaveProperty(name);
    }
    expect(document.components['headers']).not.toHaveProperty('Sunset');
  });
});

describe.each(Object.entries(document.components['schemas'] ?? {}))('the schema %s', (_, schema) => {
  it('is a JSON Schema as OpenAPI 3.1 takes it', () => {
    for (const one of schemasIn(schema)) {
      for (const keyword of Object.keys(one)) expect(keyword).toMatch(KEYWORDS);
      const { type = 'string', pattern = '', properties = {}, required = [], enum: listed = [''] } = one;
      expect(TYPES).toEqual(expect.arrayContaining([type].flat()));
      expect(() => new RegExp(String(pattern), 'u')).not.toThrow();
      expect(Object.keys(properties as object)).toEqual(expect.arrayContaining(required as string[]));
      expect((listed as unknown[]).length).toBeGreaterThan(0);
    }
  });
});
