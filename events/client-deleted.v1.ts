import * as z from 'zod';
import { clientSubjectSchema, defineEvent, SAMPLE } from './event.ts';

export const clientDeletedV1 = defineEvent({
  type: 'client.deleted.v1',
  when: 'A company or a contact is deleted; it can be restored for 30 days.',
  data: z.strictObject({ subject: clientSubjectSchema, version: z.int() }),
  sample: { subject: SAMPLE.company, version: 3 },
});
