import * as z from 'zod';
import { ITEM_KINDS } from '../functions/item-kinds.ts';

/**
 * The JSON Schema of each kind's stored data, by file. What is stored has to be readable for good: the files of a
 * version are written once, and `functions/item-kinds.test.ts` compares the code with them.
 */
export const storedShapes = (): Record<string, string> =>
  Object.fromEntries(
    ITEM_KINDS.map(({ item }) => [
      `docs/stored-shapes/${item.kind}.v${item.schema}.json`,
      JSON.stringify(z.toJSONSchema(item.data, { unrepresentable: 'any', reused: 'inline' }), null, 2),
    ]),
  );
