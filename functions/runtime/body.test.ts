import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { KartotekaError } from '../../shared/errors.ts';
import { type HttpRequest, httpApiEvent } from '../../tests/equipment/http-api-event.ts';
import { MAX_BODY_BYTES, parseBody, parseParameters, readJson } from './body.ts';

const read = (request: HttpRequest) => readJson(httpApiEvent({ method: 'POST', ...request }));
const base64 = (bytes: Uint8Array | string): HttpRequest => ({
  body: Buffer.from(bytes).toString('base64'),
  base64: true,
});
const errorOf = (work: () => unknown): KartotekaError => {
  try {
    work();
  } catch (error) {
    if (error instanceof KartotekaError) return error;
    throw error;
  }
  throw new Error('It went through.');
};
const typed = (type: string) => ({ headers: { 'content-type': type }, body: '{"a":1}' });

describe('readJson', () => {
  it.each([
    ['text', { body: '{"имя":"Ромашка 🌼"}' }],
    ['base64', base64('{"имя":"Ромашка 🌼"}')],
  ])('reads JSON that came as %s', (_, request) => {
    expect(read(request)).toEqual({ имя: 'Ромашка 🌼' });
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
    'application/merge-patch+json',
  ])('takes %s', (type) => {
    expect(read(typed(type))).toEqual({ a: 1 });
  });

  it.each([
    'text/plain',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'x/application/json',
  ])('does not take %s', (type) => {
    expect(errorOf(() => read(typed(type)))).toMatchObject({
      kind: 'unsupported-media',
      code: 'body.unsupported-media',
    });
  });

  it('does not take a body of no type', () => {
    const { headers: _, ...event } = httpApiEvent({ method: 'POST', body: '{}' });
    expect(errorOf(() => readJson({ ...event, headers: {} }))).toMatchObject({
      code: 'body.unsupported-media',
    });
  });

  it.each(['gzip', 'br', 'GZIP', 'identity, gzip', 'unknown'])('takes no body in %s', (coding) => {
    const headers = { 'content-encoding': coding };
    expect(errorOf(() => read({ body: '{}', headers }))).toMatchObject({
      kind: 'unsupported-media',
      code: 'body.encoded',
      codings: ['identity'],
    });
  });

  it.each(['identity', ' Identity ', ''])('takes a body that is said to be in %j', (coding) => {
    expect(read({ body: '{"a":1}', headers: { 'content-encoding': coding } })).toEqual({ a: 1 });
  });

  it.each([
    '',
    '{',
    '{"a":1',
    '{"a":1}}',
    "{'a':1}",
    '{"a":undefined}',
    '[1,]',
    'NaN',
    'true false',
    '\u0000',
  ])('finds %j malformed', (body) => {
    const { kind, code } = errorOf(() => read({ body }));
    expect([kind, code]).toEqual(['malformed', body === '' ? 'body.missing' : 'body.malformed']);
  });

  it('misses a body that is not there', () => {
    expect(errorOf(() => read({}))).toMatchObject({ kind: 'malformed', code: 'body.missing' });
  });

  it.each([
    ['a lone continuation byte', [0x22, 0x80, 0x22]],
    ['a character cut short', [0x22, 0xd0, 0x22]],
    ['Latin 1', [0x22, 0xe9, 0x22]],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
    ['half a surrogate pair', [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ])('refuses what is not UTF-8: %s', (_, bytes) => {
    const request = { ...base64(Uint8Array.from(bytes)), headers: { 'content-type': 'application/json' } };
    expect(errorOf(() => read(request))).toMatchObject({ kind: 'malformed', code: 'body.malformed' });
  });

  const filled = (bytes: number, character: string): string => {
    const room = bytes - '""'.length;
    const size = Buffer.byteLength(character);
    return `"${character.repeat(Math.floor(room / size))}${'x'.repeat(room % size)}"`;
  };

  it.each(['x', 'ж', '€', '🌼'])(
    'takes exactly 1 MB of "%s", and no byte more, however it came',
    (character) => {
      const full = filled(MAX_BODY_BYTES, character);
      expect(Buffer.byteLength(full)).toBe(MAX_BODY_BYTES);
      expect(read({ body: full })).toHaveLength(full.length - 2);
      expect(read(base64(full))).toHaveLength(full.length - 2);
      const over = filled(MAX_BODY_BYTES + 1, character);
      for (const request of [{ body: over }, base64(over)]) {
        expect(errorOf(() => read(request))).toMatchObject({ kind: 'too-large', code: 'body.too-large' });
      }
    },
  );

  it('takes no nesting that would overflow those who walk it, however it is made', () => {
    const nested = (depth: number, open: string, close: string) =>
      `${open.repeat(depth)}1${close.repeat(depth)}`;
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
      ['[{"a":', '}]'],
    ] as const) {
      const deepest = Math.floor(64 / (open.match(/[[{]/g)?.length ?? 1));
      expect(read({ body: nested(deepest, open, close) })).toBeTypeOf('object');
      for (const depth of [deepest + 1, 100_000]) {
        expect(errorOf(() => read({ body: nested(depth, open, close) }))).toMatchObject({
          code: 'body.too-deep',
        });
      }
    }
  });

  it('points to what lies too deep', () => {
    const deep = (levels: number): unknown => (levels === 0 ? 1 : { 'a/"b"': [0, deep(levels - 1)] });
    const error = errorOf(() => read({ body: JSON.stringify({ name: 'x', filter: deep(40) }) }));
    const step = '/a~1"b"/1';
    expect(error).toMatchObject({ issues: [{ pointer: `/filter${step.repeat(31)}/a~1"b"` }] });
  });

  it('counts no bracket within a text', () => {
    const texts = [`${'[{'.repeat(100)}\\"`, `"${'[{'.repeat(100)}`, '\\', '"'];
    expect(read({ body: JSON.stringify(texts) })).toEqual(texts);
    const flat = JSON.stringify(Array.from({ length: 1_000 }, () => ({ a: [1] })));
    expect(read({ body: flat })).toHaveLength(1_000);
  });

  it('measures before it reads: what is too large may be anything', () => {
    const request = { body: '{'.repeat(MAX_BODY_BYTES + 1), headers: { 'content-type': 'image/png' } };
    expect(errorOf(() => read(request))).toMatchObject({ code: 'body.too-large' });
  });
});

const schema = z.strictObject({
  name: z.string(),
  list: z.array(z.strictObject({ size: z.int() })).optional(),
});

describe('parseBody', () => {
  it('gives what the schema makes of it', () => {
    expect(
      parseBody(
        schema.transform(({ name }) => name),
        { name: 'a' },
      ),
    ).toBe('a');
  });

  it('tells every fault with its pointer', () => {
    const error = errorOf(() =>
      parseBody(schema, { 'a/b~c': 1, list: [{ size: 1 }, { size: 'x', old: 1 }] }),
    );
    expect(error).toMatchObject({ kind: 'invalid', code: 'body.invalid' });
    expect(error.issues.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/name', 'field.required'],
      ['/list/1/size', 'type.invalid'],
      ['/list/1/old', 'field.unknown'],
      ['/a~1b~0c', 'field.unknown'],
    ]);
  });

  it('repeats no value that was sent', () => {
    const error = errorOf(() => parseBody(schema, { name: { secret: 'very-secret' } }));
    expect(JSON.stringify([error.message, error.issues])).not.toContain('very-secret');
  });
});

describe('parseParameters', () => {
  it('names the parameters', () => {
    const query = z.strictObject({ limit: z.coerce.number().max(5) });
    expect(parseParameters(query, { limit: '5' })).toEqual({ limit: 5 });
    const error = errorOf(() => parseParameters(query, { limit: '6', other: 'x' }));
    expect(error).toMatchObject({ kind: 'malformed', code: 'parameter.invalid' });
    expect(error.issues.map(({ parameter, pointer, code }) => [parameter, pointer, code])).toEqual([
      ['limit', undefined, 'number.too-large'],
      ['other', undefined, 'field.unknown'],
    ]);
  });

  it('names none where the rule is about all of them', () => {
    const one = z.strictObject({}).refine(() => false, { message: 'Give one.', params: { code: 'one' } });
    expect(errorOf(() => parseParameters(one, {})).issues).toEqual([{ code: 'one', message: 'Give one.' }]);
  });
});
