import * as z from 'zod';

type Bare<S> = S extends z.ZodOptional<infer T> ? (T extends z.ZodType ? T : never) : S;

/** The fields of a merge patch: each may be left out, given anew, or emptied with `null`. */
type PatchFields<Shape extends z.ZodRawShape> = {
  [Field in keyof Shape]: z.ZodOptional<
    z.ZodNullable<Bare<Shape[Field]> extends z.ZodType ? Bare<Shape[Field]> : never>
  >;
};

/**
 * The fields of a JSON Merge Patch over the given fields. That a required field is not emptied is checked on the
 * merged record, where the message can say so.
 */
export function patchFields<Shape extends z.ZodRawShape>(shape: Shape): PatchFields<Shape> {
  const fields = Object.entries(shape).map(([field, schema]) => {
    const bare = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
    return [field, z.nullable(bare as z.ZodType).optional()];
  });
  return Object.fromEntries(fields) as PatchFields<Shape>;
}

/** The version a patch was made from: see "Changing what others change" in the API's description. */
export const baseVersionField = {
  baseVersion: z.int().min(1).optional().meta({
    description: 'The version you started from: the change is refused only if the same fields changed since',
  }),
};
