import { describe, expect, it } from 'vitest';
import { EVERYONE, roleSchema, WRITERS } from './access.ts';
import { API } from './api.ts';
import { deprecationFault } from './deprecation.ts';
import type { Route } from './route.ts';

type Row = Route & { readonly id: string };

const ROWS: readonly Row[] = Object.values(API).flatMap((routes) =>
  Object.entries<Route>(routes).map(([id, route]) => ({ id, ...route })),
);

const placeholders = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
const shapeOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');
const fieldsOf = (schema: unknown): string[] =>
  typeof schema === 'object' && schema !== null && 'shape' in schema
    ? Object.keys(schema.shape as object)
    : [];

/** A list holds clients of everybody, whoever may see which. */
const IMPORTERS = ['admin', 'manager'];

/** Records that one may read or change with a version. */
const VERSIONED = new Set(
  ROWS.filter(({ response }) => fieldsOf(response).includes('version')).map(({ path }) => path),
);

describe('the routes', () => {
  it('are there', () => {
    expect(ROWS.length).toBeGreaterThan(30);
    expect(VERSIONED.size).toBeGreaterThan(10);
  });

  it('have one row for a method and path, whatever its parameters are called', () => {
    const keys = ROWS.map(({ method, path }) => `${method} ${shapeOf(path)}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('have an id of their own: it is the operation in the document', () => {
    expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length);
  });
});

describe.each(ROWS)('$method $path', (row) => {
  it('is open to some role, and to no role twice, or to every identity', () => {
    if (row.access === 'identity')
      return expect(row.path).toMatch(/^\/(organisations|memberships|invitations)/);
    expect(row.roles.length).toBeGreaterThan(0);
    expect(new Set(row.roles).size).toBe(row.roles.length);
    for (const role of row.roles) expect(roleSchema.options).toContain(role);
    expect(row.roles).toContain('admin');
  });

  it('lets everyone read, but lists that come in, and no viewer write', () => {
    const roles = row.roles ?? [];
    const readers = row.path.startsWith('/imports') ? IMPORTERS : EVERYONE;
    const reads = row.method === 'GET' || row.asks;
    if (reads && row.roles) expect(roles).toEqual(readers);
    // Whoever had an export made may remove it, though made a viewer since: nobody else sees it.
    const own = row.method === 'DELETE' && row.path === '/exports/{id}';
    if (!reads) expect(own ? EVERYONE : WRITERS).toEqual(expect.arrayContaining([...roles]));
  });

  it('describes the parameters of its path, each', () => {
    expect(fieldsOf(row.params)).toEqual(placeholders(row.path));
    expect(row.path).toMatch(/^(\/([a-z-]+|\{\w+\}))+$/);
  });

  it('answers as its method does', () => {
    if (row.status === 204) expect(row.response).toBeUndefined();
    else expect(row.response).toBeDefined();
    if (row.method === 'DELETE') expect(row.status).toBe(204);
    if (row.method === 'GET') expect(row.body).toBeUndefined();
    if (row.method === 'PATCH') expect(row.body).toBeDefined();
  });

  it('gives and honours the version of a record that has one', () => {
    const ofVersionedRecord =
      fieldsOf(row.response).includes('version') ||
      (['PATCH', 'DELETE'].includes(row.method) && VERSIONED.has(row.path));
    expect(row.versioned ?? false).toBe(ofVersionedRecord);
  });

  it('goes no sooner than was promised, if it goes', () => {
    expect(row.deprecated && deprecationFault(row.deprecated, row.path)).toBeUndefined();
  });

  it('leaves the name "fields" to the choice of fields', () => {
    expect(fieldsOf(row.query)).not.toContain('fields');
  });

  it('takes no unknown fields', () => {
    for (const schema of [row.params, row.query]) {
      if (schema)
        expect(schema.safeParse({ 'no-such-field': '1' }).error?.issues).toContainEqual(
          expect.objectContaining({ code: 'unrecognized_keys' }),
        );
    }
    if (row.body)
      expect(JSON.stringify(row.body.safeParse({ 'no-such-field': 1 }).error?.issues)).toContain(
        'unrecognized_keys',
      );
  });
});
