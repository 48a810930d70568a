import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { clientSubjectSchema, defineEvent, SAMPLE } from './event.ts';

export const documentScannedV1 = defineEvent({
  type: 'document.scanned.v1',
  when: 'A virus scanner has said for the first time, or anew, what it thinks of a document.',
  data: z.strictObject({
    subject: clientSubjectSchema,
    documentId: ulidSchema,
    verdict: z.enum(['clean', 'infected']),
  }),
  sample: { subject: SAMPLE.company, documentId: SAMPLE.documentId, verdict: 'infected' },
});
