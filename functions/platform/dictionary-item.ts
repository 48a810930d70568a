import { entrySchema } from '../../shared/platform/dictionary.ts';
import { defineItem } from '../runtime/table/item.ts';

/** An entry of a dictionary; its key is `dictionaryEntryKey` of the runtime, since records of all capabilities check it. */
export const dictionaryEntryItem = defineItem({ kind: 'dictionary-entry', schema: 1, data: entrySchema });
