import { expect, test } from 'vitest';
import { EVERYONE } from '../shared/access.ts';
import type { Route } from '../shared/route.ts';
import { prefixesOf } from './route-prefixes.ts';

const row = (path: Route['path']): Route => ({
  method: 'GET',
  path,
  summary: 'A row',
  roles: EVERYONE,
  status: 200,
});

test('rows with one first segment share a prefix, which reaches below where a row does', () => {
  const routes = { one: row('/users'), two: row('/users/{id}'), three: row('/me') };
  expect(prefixesOf(routes)).toEqual([{ path: '/api/v1/me' }, { path: '/api/v1/users', below: true }]);
});

test('rows below those of another capability have a longer prefix', () => {
  const routes = {
    one: row('/companies/{id}/documents'),
    two: row('/companies/{id}/documents/{documentId}'),
    three: row('/contacts/{id}/documents'),
  };
  expect(prefixesOf(routes, 3)).toEqual([
    { path: '/api/v1/companies/{id}/documents', below: true },
    { path: '/api/v1/contacts/{id}/documents' },
  ]);
  expect(() => prefixesOf({ one: row('/companies') }, 3)).toThrow('/companies');
});

test('a prefix may have nothing at its own address', () => {
  expect(prefixesOf({ one: row('/dictionaries/{dictionary}') })).toEqual([
    { path: '/api/v1/dictionaries', below: true },
  ]);
});
