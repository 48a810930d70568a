import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { clientSubjectSchema, defineEvent, SAMPLE } from './event.ts';

export const documentRemovedV1 = defineEvent({
  type: 'document.removed.v1',
  when: 'Somebody removes a document of a card. A card that is deleted takes its documents along without this event.',
  data: z.strictObject({ subject: clientSubjectSchema, documentId: ulidSchema }),
  sample: { subject: SAMPLE.company, documentId: SAMPLE.documentId },
});
