import * as z from 'zod';
import { ITEM_KINDS } from '../functions/item-kinds.ts';
import type { JsonSchema } from './json-schema.ts';

/**
 * The JSON Schema of each kind's stored data, by file. What is stored has to be readable for good: the shape of a schema
 * version is written once, and `functions/item-kinds.test.ts` compares the code with it.
 */
export const storedShapes = (): Record<string, JsonSchema> =>
  Object.fromEntries(
    ITEM_KINDS.map(({ item }) => [
      `docs/stored-shapes/${item.kind}.v${item.schema}.json`,
      z.toJSONSchema(item.data, { unrepresentable: 'any', reused: 'inline' }) as JsonSchema,
    ]),
  );
