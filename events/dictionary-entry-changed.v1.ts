import * as z from 'zod';
import { defineEvent } from './event.ts';

export const dictionaryEntryChangedV1 = defineEvent({
  type: 'dictionary-entry.changed.v1',
  when: 'An entry of a dictionary is changed or taken out of use.',
  data: z.strictObject({
    dictionary: z.string(),
    entryId: z.string(),
    version: z.int(),
    fields: z.array(z.string()).min(1),
  }),
  sample: { dictionary: 'industries', entryId: 'retail', version: 2, fields: ['active'] },
});
