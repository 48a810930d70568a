import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const contactUnlinkedV1 = defineEvent({
  type: 'contact-unlinked.v1',
  when: 'A link made by mistake is removed.',
  data: z.strictObject({
    linkId: ulidSchema,
    companyId: ulidSchema,
    contactId: ulidSchema,
    version: z.int(),
  }),
  sample: { linkId: SAMPLE.linkId, companyId: SAMPLE.companyId, contactId: SAMPLE.contactId, version: 1 },
});
