import { expect, it } from 'vitest';
import * as z from 'zod';
import { placedRoutes } from './openapi.ts';

/** The schemas that lie in a schema, each once. */
function schemasIn(schema: z.ZodType, seen = new Set<z.ZodType>()): Set<z.ZodType> {
  if (seen.has(schema)) return seen;
  seen.add(schema);
  const { def } = schema as unknown as { readonly def: Readonly<Record<string, unknown>> };
  for (const part of Object.values(def)) {
    const inner = typeof part === 'object' && part !== null ? Object.values(part) : [];
    for (const one of [part, ...inner]) if (one instanceof z.ZodType) schemasIn(one, seen);
  }
  return seen;
}

const rows = placedRoutes().flatMap(({ route: { params, query, body, response } }) =>
  [params, query, body, response].filter((schema) => schema !== undefined),
);
const all = new Set(rows.flatMap((schema) => [...schemasIn(schema)]));
const examples = [...all].flatMap((schema) => {
  const { examples: given = [], id, description } = schema.meta() ?? {};
  return (given as unknown[]).map((example) => ({ schema, example, of: id ?? description ?? '' }));
});

it('are many', () => {
  expect(all.size).toBeGreaterThan(300);
  expect(examples.length).toBeGreaterThan(30);
});

// A JSON Schema knows no check digits, no zones and no currencies: what the document says is held to the schemas themselves, too.
it.each(examples)('the example $example of "$of" fits its schema', ({ schema, example }) => {
  // Parameters come as text.
  const fits = [example, String(example)].some((value) => schema.safeParse(value).success);
  expect(fits).toBe(true);
});
