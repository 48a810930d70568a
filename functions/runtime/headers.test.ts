import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KartotekaError } from '../../shared/errors.ts';
import { readIdempotency, readIfMatch } from './headers.ts';

const REFUSED = expect.objectContaining({ kind: 'malformed', code: 'header.invalid' });
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    if (error instanceof KartotekaError) return error;
    throw error;
  }
};

describe('readIfMatch', () => {
  it.each([
    [undefined, undefined],
    ['*', 'any'],
    [' * ', 'any'],
    ['"3"', [3]],
    ['"3","14"', [3, 14]],
    [' "3" , "14" ', [3, 14]],
    // Weak tags never match (RFC 9110, 13.1.1), so the condition fails, and rightly so.
    ['W/"3"', []],
    ['W/"3", "4"', [4]],
  ])('%j means %j', (header, versions) => {
    expect(readIfMatch(header)).toEqual(versions);
  });

  it.each([
    '',
    '3',
    '"3',
    '3"',
    '"abc"',
    '"-1"',
    '"1.0"',
    '"3" "4"',
    '"3",',
    '"3",*',
    '"1234567890123456"',
    "'3'",
  ])('refuses %j', (header) => {
    expect(thrownBy(() => readIfMatch(header))).toEqual(REFUSED);
  });
});

describe('readIdempotency', () => {
  const request = { method: 'POST', path: '/api/v1/companies', body: { name: 'Ф', tags: ['a', 'b'] } };
  const fingerprint = (changes: object): string | undefined =>
    readIdempotency('key', { ...request, ...changes })?.fingerprint;

  it.each(['a', '!', '~', '8e03978e-40d5-43dd-bc93-6894a57f9324', 'x'.repeat(200)])('takes %j', (key) => {
    expect(readIdempotency(key, request)?.key).toBe(key);
  });

  it.each(['', ' ', 'a b', 'a\t', 'ключ', '\u007f', 'x'.repeat(201)])('refuses %j', (key) => {
    expect(thrownBy(() => readIdempotency(key, request))).toEqual(REFUSED);
  });

  it('is for POST only, and may be left out', () => {
    expect(readIdempotency(undefined, request)).toBeUndefined();
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE']) {
      expect(readIdempotency('key', { ...request, method })).toBeUndefined();
    }
  });

  it('has one fingerprint for one request, in whatever order its fields come', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).reverse();
      return Object.fromEntries(entries.map(([field, inner]) => [field, turned(inner)]));
    };
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(fingerprint({ body: turned(body) })).toBe(fingerprint({ body }));
      }),
    );
  });

  it('has another for another path, value, order of a list, or nesting', () => {
    const prints = [
      {},
      { path: '/api/v1/contacts' },
      { body: undefined },
      { body: null },
      { body: {} },
      { body: { name: 'Х', tags: ['a', 'b'] } },
      { body: { name: 'Ф', tags: ['b', 'a'] } },
      { body: { name: 'Ф', tags: ['a', 'b'], more: null } },
      { body: { name: 'Ф', tags: { 0: 'a', 1: 'b' } } },
    ].map(fingerprint);
    expect(new Set(prints).size).toBe(prints.length - 1);
    // A POST without a body and one with null are the same: no route takes null.
    expect(prints[2]).toBe(prints[3]);
  });
});
