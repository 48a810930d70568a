import * as z from 'zod';
import { instantSchema } from '../shared/record.ts';
import { ulidSchema } from '../shared/ulid.ts';
import { clientSubjectSchema, defineEvent, SAMPLE } from './event.ts';

export const noteWrittenV1 = defineEvent({
  type: 'note-written.v1',
  when: 'A note is written on a card. `corrects` names the note it sets right.',
  data: z.strictObject({
    subject: clientSubjectSchema,
    entryId: ulidSchema,
    occurredAt: instantSchema,
    corrects: ulidSchema.optional(),
  }),
  sample: { subject: SAMPLE.company, entryId: SAMPLE.entryId, occurredAt: SAMPLE.instant },
});
