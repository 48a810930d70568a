import * as z from 'zod';
import { clientSubjectSchema, defineEvent, SAMPLE } from './event.ts';

export const clientRestoredV1 = defineEvent({
  type: 'client.restored.v1',
  when: 'A deleted company or contact is brought back.',
  data: z.strictObject({ subject: clientSubjectSchema, version: z.int() }),
  sample: { subject: SAMPLE.company, version: 4 },
});
