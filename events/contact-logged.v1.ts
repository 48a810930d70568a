import * as z from 'zod';
import { instantSchema } from '../shared/record.ts';
import { ulidSchema } from '../shared/ulid.ts';
import { clientSubjectSchema, defineEvent, SAMPLE } from './event.ts';

export const contactLoggedV1 = defineEvent({
  type: 'contact-logged.v1',
  when: 'A call, letter, meeting or visit is logged on a card. `corrects` names the entry it sets right.',
  data: z.strictObject({
    subject: clientSubjectSchema,
    entryId: ulidSchema,
    occurredAt: instantSchema,
    channel: z.enum(['call', 'letter', 'meeting', 'visit']),
    direction: z.enum(['in', 'out']).optional(),
    contactIds: z.array(ulidSchema).optional(),
    corrects: ulidSchema.optional(),
  }),
  sample: {
    subject: SAMPLE.company,
    entryId: SAMPLE.entryId,
    occurredAt: SAMPLE.instant,
    channel: 'call',
    direction: 'in',
    contactIds: [SAMPLE.contactId],
  },
});
