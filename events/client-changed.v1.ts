import * as z from 'zod';
import { clientSubjectSchema, defineEvent, SAMPLE } from './event.ts';

export const clientChangedV1 = defineEvent({
  type: 'client.changed.v1',
  when: 'Fields of a company or a contact are changed; `fields` names them.',
  data: z.strictObject({
    subject: clientSubjectSchema,
    version: z.int(),
    fields: z.array(z.string()).min(1),
  }),
  sample: { subject: SAMPLE.company, version: 2, fields: ['name', 'phones'] },
});
