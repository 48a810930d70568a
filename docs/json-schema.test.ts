import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type JsonSchema, sameShape, shapeOf } from './json-schema.ts';

const written = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema) as JsonSchema;
const same = (one: z.ZodType, other: z.ZodType): boolean => sameShape(written(one), written(other));

describe('the shape of a schema', () => {
  const name = z.string().max(10);

  it('is the same however a field is explained, ordered or named as a definition', () => {
    const plain = z.strictObject({ name, tags: z.array(name) });
    const explained = z.strictObject({
      tags: z.array(name.meta({ id: 'ShapeTestTag' })).meta({ title: 'Tags' }),
      name: name.meta({ description: 'As on the card', examples: ['Anna'], deprecated: true }),
    });
    expect(same(plain, explained)).toBe(true);
  });

  it.each([
    ['a field more', z.strictObject({ name, note: name })],
    ['an optional field more', z.strictObject({ name, note: name.optional() })],
    ['a field that may be left out', z.strictObject({ name: name.optional() })],
    ['another limit', z.strictObject({ name: z.string().max(11) })],
    ['another type', z.strictObject({ name: z.int() })],
  ])('is another one with %s', (_, changed) => {
    expect(same(z.strictObject({ name }), changed)).toBe(false);
  });

  it('takes a field for a field, whatever it is called', () => {
    const one = z.strictObject({ description: z.string(), default: z.string() });
    expect(shapeOf(written(one))).toMatchObject({ properties: { description: { type: 'string' } } });
    expect(same(one, z.strictObject({ description: z.int(), default: z.string() }))).toBe(false);
  });

  it('of a schema that holds itself is finite', () => {
    const holder = (limit: number) => z.strictObject({ value: z.json(), name: z.string().max(limit) });
    expect(same(holder(1), holder(1))).toBe(true);
    expect(same(holder(1), holder(2))).toBe(false);
  });

  it('is not told of a schema with a hole', () => {
    expect(() => shapeOf({ $ref: '#/$defs/Gone' })).toThrow('#/$defs/Gone');
  });
});
