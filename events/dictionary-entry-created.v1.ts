import * as z from 'zod';
import { defineEvent } from './event.ts';

export const dictionaryEntryCreatedV1 = defineEvent({
  type: 'dictionary-entry.created.v1',
  when: 'An entry is added to a dictionary.',
  data: z.strictObject({ dictionary: z.string(), entryId: z.string(), version: z.int() }),
  sample: { dictionary: 'industries', entryId: 'retail', version: 1 },
});
