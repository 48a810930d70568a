import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { clientSubjectSchema, defineEvent, SAMPLE } from './event.ts';

export const documentUploadedV1 = defineEvent({
  type: 'document.uploaded.v1',
  when: 'A document is on a card. A virus scanner fetches `objectKey` from the bucket of files and reports its verdict through the API.',
  data: z.strictObject({
    subject: clientSubjectSchema,
    documentId: ulidSchema,
    /** Made of ids alone. */
    objectKey: z.string(),
  }),
  sample: {
    subject: SAMPLE.company,
    documentId: SAMPLE.documentId,
    objectKey: `documents/${SAMPLE.tenantId}/${SAMPLE.documentId}`,
  },
});
