import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { codedIssue, issueCode, jsonPointer, refusing, reportIssues } from './issue.ts';

const schema = z.strictObject({
  name: z.string().max(5),
  size: z.int().min(1).optional(),
  kind: z.enum(['firm', 'person']),
  tags: z.array(z.string()).max(2).optional(),
  since: z.iso.datetime().optional(),
  even: z
    .number()
    .refine((value) => value % 2 === 0, codedIssue('number.odd', 'Give an even number.'))
    .optional(),
});

function report(of: z.ZodType, input: unknown, limit?: number) {
  const result = of.safeParse(input);
  if (result.success) throw new Error('expected a refusal');
  return reportIssues(result.error, input, limit);
}

function codes(input: unknown): Record<string, string> {
  return Object.fromEntries(report(schema, input).map(({ pointer, code }) => [pointer, code]));
}

describe('codes of issues', () => {
  it('tells a missing field from one of a wrong type', () => {
    expect(codes({ name: 7 })).toEqual({ '/name': 'type.invalid', '/kind': 'field.required' });
    expect(codes({ name: null, kind: null })).toEqual({
      '/name': 'type.invalid',
      '/kind': 'value.not-listed',
    });
    expect(codes('text')).toEqual({ '': 'type.invalid' });
    expect(codes(undefined)).toEqual({ '': 'type.invalid' });
  });

  it('names every unknown field by itself, even one that is called like a method', () => {
    expect(codes({ name: 'a', kind: 'firm', colour: 1, 'a/b~': 2, toString: 3 })).toEqual({
      '/colour': 'field.unknown',
      '/a~1b~0': 'field.unknown',
      '/toString': 'field.unknown',
    });
  });

  it('maps limits and formats', () => {
    const input = {
      name: 'longer',
      kind: 'firm',
      size: 0,
      tags: ['a', 'b', 'c'],
      since: 'yesterday',
      even: 3,
    };
    expect(codes(input)).toEqual({
      '/name': 'text.too-long',
      '/size': 'number.too-small',
      '/tags': 'list.too-long',
      '/since': 'time.invalid',
      '/even': 'number.odd',
    });
    expect(codes({ name: 'a', kind: 'firm', size: 1.5, tags: [1] })).toEqual({
      '/size': 'type.invalid',
      '/tags/0': 'type.invalid',
    });
  });

  it('falls back where a rule has no code', () => {
    expect(issueCode({ code: 'custom', path: [], message: 'no' })).toBe('value.invalid');
    expect(issueCode({ code: 'not_multiple_of', divisor: 2, path: [], message: 'no' })).toBe(
      'number.not-a-multiple',
    );
  });
});

describe('unions', () => {
  const choice = z.union([z.strictObject({ amount: z.string(), unit: z.string().max(3) }), z.null()]);

  it('reports the faults of the one variant whose type fits', () => {
    expect(report(z.strictObject({ choice }), { choice: { amount: 1, unit: 'long' } })).toMatchObject([
      { pointer: '/choice/amount', code: 'type.invalid' },
      { pointer: '/choice/unit', code: 'text.too-long' },
    ]);
  });

  it('says the value does not fit where no variant does', () => {
    expect(report(z.strictObject({ choice }), { choice: 5 })).toMatchObject([
      { pointer: '/choice', code: 'value.invalid' },
    ]);
    expect(report(z.strictObject({ choice }), {})).toMatchObject([
      { pointer: '/choice', code: 'field.required' },
    ]);
  });

  it('points to the discriminator', () => {
    const event = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('call') }),
      z.object({ kind: z.literal('letter') }),
    ]);
    expect(report(event, { kind: 'visit' })).toMatchObject([{ pointer: '/kind', code: 'value.not-listed' }]);
    expect(report(event, {})).toMatchObject([{ pointer: '/kind', code: 'field.required' }]);
  });
});

it('skips the checks after a refusal', () => {
  const text = z
    .string()
    .superRefine(
      refusing((value) => (value === '' ? { code: 'text.empty', message: 'Enter text.' } : undefined)),
    )
    .refine(() => false, codedIssue('text.never', 'Never.'));
  expect(report(text, '')).toEqual([{ code: 'text.empty', message: 'Enter text.', pointer: '' }]);
  expect(report(text, 'a')).toEqual([{ code: 'text.never', message: 'Never.', pointer: '' }]);
});

it('reports no more than the limit, whatever is sent', () => {
  const input = Array.from({ length: 1000 }, () => 1);
  expect(report(z.array(z.string()), input)).toHaveLength(50);
  expect(report(z.strictObject({}), Object.fromEntries(input.map((_, key) => [key, 1])), 7)).toHaveLength(7);
});

it('writes pointers as RFC 6901 says', () => {
  expect(jsonPointer(['phones', 0, 'a/b', '~1'])).toBe('/phones/0/a~1b/~01');
});
