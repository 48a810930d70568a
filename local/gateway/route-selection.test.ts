import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrderOfSelection, parseRouteKey, selectRoute } from './route-selection.ts';

function select(keys: readonly string[], method: string, path: string) {
  const selection = selectRoute(inOrderOfSelection(keys.map(parseRouteKey)), method, path);
  return selection && { key: selection.route.key, ...selection.pathParameters };
}

describe('selectRoute', () => {
  // The example of the developer guide, "Routes for HTTP APIs".
  const guide = ['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default'];
  it.each([
    ['GET', '/pets/dog/1', { key: 'GET /pets/dog/1' }],
    ['GET', '/pets/dog/2', { key: 'GET /pets/dog/{id}', id: '2' }],
    ['GET', '/pets/cat/1', { key: 'GET /pets/{proxy+}', proxy: 'cat/1' }],
    ['POST', '/test/5', { key: 'ANY /{proxy+}', proxy: 'test/5' }],
    ['GET', '/', { key: '$default' }],
  ])('%s %s', (method, path, expected) => {
    expect(select(guide, method, path)).toEqual(expected);
  });

  it('lets what lies below one prefix belong to another function', () => {
    const keys = [
      'ANY /companies',
      'ANY /companies/{proxy+}',
      'ANY /companies/{id}/documents',
      'ANY /companies/{id}/documents/{proxy+}',
    ];
    expect(select(keys, 'GET', '/companies/1')?.key).toBe('ANY /companies/{proxy+}');
    expect(select(keys, 'GET', '/companies/1/notes')?.key).toBe('ANY /companies/{proxy+}');
    expect(select(keys, 'GET', '/companies/1/documents')).toEqual({ key: keys[2], id: '1' });
    expect(select(keys, 'GET', '/companies/1/documents/2/download')).toEqual({
      key: keys[3],
      id: '1',
      proxy: '2/download',
    });
  });

  it('takes one method before any', () => {
    expect(select(['ANY /a', 'GET /a'], 'GET', '/a')?.key).toBe('GET /a');
    expect(select(['ANY /a', 'GET /a'], 'PUT', '/a')?.key).toBe('ANY /a');
  });

  it('takes a full match before a longer greedy one', () => {
    expect(select(['ANY /a/{proxy+}', 'ANY /{x}/{y}'], 'GET', '/a/b')?.key).toBe('ANY /{x}/{y}');
  });

  it('finds nothing where nothing fits', () => {
    expect(select(['GET /a/{id}', 'ANY /b/{proxy+}'], 'GET', '/a')).toBeUndefined();
    expect(select(['GET /a/{id}', 'ANY /b/{proxy+}'], 'GET', '/a/')).toBeUndefined();
    expect(select(['GET /a/{id}', 'ANY /b/{proxy+}'], 'GET', '/b')).toBeUndefined();
    expect(select(['GET /a/{id}', 'ANY /b/{proxy+}'], 'GET', '/b/')).toBeUndefined();
    expect(select(['GET /a/{id}', 'ANY /b/{proxy+}'], 'PUT', '/a/1')).toBeUndefined();
  });

  const part = fc.stringMatching(/^[a-z]{1,3}$/);
  const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
  const variable = fc.constantFrom('{x}', '{y}', '{z}');
  const pattern = fc
    .tuple(fc.array(fc.oneof(part, variable), { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([parts, greedy]) => `/${[...parts, ...(greedy ? ['{rest+}'] : [])].join('/')}`);
  const keys = fc.array(
    fc.tuple(fc.constantFrom('GET', 'POST', 'ANY'), pattern).map((key) => key.join(' ')),
    { maxLength: 8 },
  );

  it('prefers a route that spells the path out to all others', () => {
    fc.assert(
      fc.property(keys, path, (others, exact) => {
        expect(select([...others, `GET ${exact}`], 'GET', exact)?.key).toBe(`GET ${exact}`);
      }),
    );
  });

  it('does not depend on the order in which the template lists the routes', () => {
    fc.assert(
      fc.property(keys, path, (routes, asked) => {
        const shape = (key: string | undefined): string | undefined => key?.replaceAll(/\{[xyz]\}/g, '{}');
        const forwards = select(routes, 'GET', asked);
        expect(shape(select(routes.toReversed(), 'GET', asked)?.key)).toBe(shape(forwards?.key));
      }),
    );
  });

  it('loses nothing of the path to a greedy variable', () => {
    fc.assert(
      fc.property(part, path, (prefix, rest) => {
        expect(select([`ANY /${prefix}/{proxy+}`], 'GET', `/${prefix}${rest}`)).toMatchObject({
          proxy: rest.slice(1),
        });
      }),
    );
  });
});

describe('parseRouteKey', () => {
  it.each(['', 'GET', 'GET pets', '/pets', 'GET /a b'])('refuses %j', (key) => {
    expect(() => parseRouteKey(key)).toThrow('Not a route key');
  });
});
