import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { API } from './api.ts';
import type { FieldShape } from './field-mask.ts';
import { fieldShapeOf } from './field-shape.ts';
import type { Route } from './route.ts';

type Schema = Readonly<Record<string, unknown>>;

const pathsOf = (shape: FieldShape, prefix = ''): string[] =>
  [...shape].flatMap(([name, below]) => [`${prefix}${name}`, ...pathsOf(below, `${prefix}${name}.`)]);

/** Everything that a definition refers to, at once or by way of others. */
function reachedFrom(ref: string, definitions: Readonly<Record<string, Schema>>): Set<string> {
  const reached = new Set<string>();
  const walk = (from: string): void => {
    const text = JSON.stringify(definitions[from.replace('#/$defs/', '')] ?? {});
    for (const [, to = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
      if (reached.has(to)) continue;
      reached.add(to);
      walk(to);
    }
  };
  walk(ref);
  return reached;
}

/** The same paths, found in the JSON Schema that clients are given. */
function pathsIn(schema: Schema, definitions: Readonly<Record<string, Schema>>, prefix = ''): string[] {
  const { $ref, items, properties = {} } = schema;
  const ways = [schema['anyOf'], schema['oneOf'], schema['allOf']].flatMap((way) => (way as Schema[]) ?? []);
  const referred = typeof $ref === 'string' ? definitions[$ref.replace('#/$defs/', '')] : undefined;
  // What may hold its own kind again has no end of names.
  if (typeof $ref === 'string' && reachedFrom($ref, definitions).has($ref)) return [];
  const same = [referred, items as Schema | undefined, ...ways].filter((one) => one !== undefined);
  return [
    ...same.flatMap((one) => pathsIn(one, definitions, prefix)),
    ...Object.entries(properties as Record<string, Schema>).flatMap(([name, below]) => [
      `${prefix}${name}`,
      ...pathsIn(below, definitions, `${prefix}${name}.`),
    ]),
  ];
}

const answers = Object.values(API)
  .flatMap((routes) => Object.entries<Route>(routes))
  .flatMap(([id, { response }]) => (response ? [[id, response] as const] : []));

describe('the fields of an answer', () => {
  it.each(answers)('of %s are those of its JSON Schema', (_, response) => {
    const schema = z.toJSONSchema(response, { unrepresentable: 'any' }) as Schema;
    const definitions = (schema['$defs'] ?? {}) as Readonly<Record<string, Schema>>;
    const expected = [...new Set(pathsIn(schema, definitions))].toSorted();
    expect(expected.length).toBeGreaterThan(0);
    expect(pathsOf(fieldShapeOf(response)).toSorted()).toEqual(expected);
  });

  it('are found through lists, options, defaults and any of several variants', () => {
    const schema = z.object({
      a: z.array(z.object({ b: z.string().nullable() }).optional()).default([]),
      c: z.union([z.object({ d: z.int() }), z.object({ d: z.object({ e: z.boolean() }) }), z.string()]),
      f: z.string().transform(Number).pipe(z.int()),
      g: z.record(z.string(), z.object({ h: z.string() })),
    });
    expect(pathsOf(fieldShapeOf(schema))).toEqual(['a', 'a.b', 'c', 'c.d', 'c.d.e', 'f', 'g']);
  });

  it('of a schema that nobody has thought of are not guessed', () => {
    expect(() => fieldShapeOf(z.object({ when: z.date() }))).toThrow('date');
  });
});
