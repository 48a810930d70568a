import * as z from 'zod';
import { clientSubjectSchema, defineEvent, SAMPLE } from './event.ts';

export const clientCreatedV1 = defineEvent({
  type: 'client.created.v1',
  when: 'A company or a contact is created.',
  data: z.strictObject({ subject: clientSubjectSchema, version: z.int() }),
  sample: { subject: SAMPLE.company, version: 1 },
});
