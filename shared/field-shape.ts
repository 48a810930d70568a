import * as z from 'zod';
import type { FieldShape } from './field-mask.ts';

/**
 * The names that a schema's output can have, level by level, through lists and optional parts. A record's own keys are
 * data and no names.
 *
 * @throws {Error} for a kind of schema that it does not know: an answer must not have fields that nobody can ask for
 */
export function fieldShapeOf(schema: z.core.$ZodType): FieldShape {
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries<z.core.$ZodType>(schema.shape);
    return new Map(fields.map(([name, field]) => [name, fieldShapeOf(field)]));
  }
  if (schema instanceof z.ZodArray) return fieldShapeOf(schema.element);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return fieldShapeOf(schema.unwrap());
  if (schema instanceof z.ZodPipe) return fieldShapeOf(schema.out);
  if (schema instanceof z.ZodUnion) return merged(schema.options.map(fieldShapeOf));
  if (LEAVES.has(schema._zod.def.type)) return new Map();
  throw new Error(`Which fields has a schema of type ${schema._zod.def.type}?`);
}

const LEAVES: ReadonlySet<string> = new Set([
  'string',
  'number',
  'int',
  'boolean',
  'enum',
  'literal',
  'null',
  'unknown',
  'record',
  // What may hold its own kind again, as a filter does, is asked for as a whole.
  'lazy',
]);

/** The names of any of the shapes. */
function merged(shapes: readonly FieldShape[]): FieldShape {
  const names = [...new Set(shapes.flatMap((shape) => [...shape.keys()]))];
  return new Map(
    names.map((name) => [name, merged(shapes.flatMap((shape) => shape.get(name) ?? []))] as const),
  );
}
