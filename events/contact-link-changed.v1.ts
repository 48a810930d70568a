import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const contactLinkChangedV1 = defineEvent({
  type: 'contact-link-changed.v1',
  when: "A person's place at a company is changed.",
  data: z.strictObject({
    linkId: ulidSchema,
    companyId: ulidSchema,
    contactId: ulidSchema,
    version: z.int(),
  }),
  sample: { linkId: SAMPLE.linkId, companyId: SAMPLE.companyId, contactId: SAMPLE.contactId, version: 1 },
});
