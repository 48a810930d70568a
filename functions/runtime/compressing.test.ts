import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compressed, preferredCoding } from './compressing.ts';

const BODY = JSON.stringify({ text: 'Договорились о встрече. '.repeat(100) });
const answer = { statusCode: 200, headers: { 'content-type': 'application/json' }, body: BODY };

describe('the coding of an answer', () => {
  it.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['deflate, zstd', undefined],
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP;Q=0.5, BR ; q=0.4', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', undefined],
    ['*', 'br'],
    ['*;q=0.1, br;q=0', 'gzip'],
    ['gzip, *;q=0', 'gzip'],
    ['*;q=0', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['identity;q=0.5, gzip', 'gzip'],
    ['identity;q=0, br;q=0.001', 'br'],
    ['br;q=2, gzip;q=0.1', 'gzip'],
    ['br;q=-1', undefined],
    ['br;q=0.0001, gzip;q=0.5', 'gzip'],
    ['br;q=', undefined],
    [';;;,,, ,=', undefined],
  ])('asked for by %j is %j', (header, coding) => {
    expect(preferredCoding(header)).toBe(coding);
  });

  it('is one that there is, for any header', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'brgzip*;q=01., ') }), (header) => {
        expect([undefined, 'br', 'gzip']).toContain(preferredCoding(header));
      }),
    );
  });
});

describe('an answer', () => {
  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('in %s is the same and smaller', (coding, decode) => {
    const { headers, body = '', isBase64Encoded } = compressed(answer, coding);
    expect(isBase64Encoded).toBe(true);
    expect(headers).toEqual({ ...answer.headers, vary: 'accept-encoding', 'content-encoding': coding });
    const bytes = Buffer.from(body, 'base64');
    expect(bytes.length).toBeLessThan(BODY.length / 5);
    expect(decode(bytes).toString()).toBe(BODY);
  });

  it('says that it depends on what is accepted, also where that is nothing', () => {
    expect(compressed(answer, undefined)).toEqual({
      ...answer,
      headers: { ...answer.headers, vary: 'accept-encoding' },
    });
  });

  it.each([
    ['is small', { ...answer, body: 'x'.repeat(1_023) }],
    ['has no body', { statusCode: 204, headers: {} }],
    ['is encoded already', { ...answer, isBase64Encoded: true }],
  ])('that %s is left alone', (_, small) => {
    expect(compressed(small, 'br')).toBe(small);
  });

  it('is measured in bytes, not in characters', () => {
    expect(compressed({ ...answer, body: 'ж'.repeat(512) }, 'br')).toHaveProperty('isBase64Encoded', true);
    expect(compressed({ ...answer, body: 'ж'.repeat(511) }, 'br')).not.toHaveProperty('isBase64Encoded');
  });

  it('keeps the version of a record as its tag, and weakens the tag of what may be kept', () => {
    const tagged = (headers: Record<string, string>) =>
      compressed({ ...answer, headers }, 'br').headers?.['etag'];
    expect(tagged({ etag: '"7"', 'cache-control': 'no-store' })).toBe('"7"');
    expect(tagged({ etag: '"hash"', 'cache-control': 'public, max-age=300' })).toBe('W/"hash"');
    expect(tagged({ etag: 'W/"hash"' })).toBe('W/"hash"');
    expect(tagged({})).toBeUndefined();
  });
});
