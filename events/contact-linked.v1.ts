import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const contactLinkedV1 = defineEvent({
  type: 'contact-linked.v1',
  when: 'A person is added to a company.',
  data: z.strictObject({
    linkId: ulidSchema,
    companyId: ulidSchema,
    contactId: ulidSchema,
    version: z.int(),
  }),
  sample: { linkId: SAMPLE.linkId, companyId: SAMPLE.companyId, contactId: SAMPLE.contactId, version: 1 },
});
