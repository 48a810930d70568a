import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const exportRequestedV1 = defineEvent({
  type: 'export.requested.v1',
  when: 'A search of many rows is to be written into a file: the worker takes it up.',
  data: z.strictObject({ exportId: ulidSchema }),
  sample: { exportId: SAMPLE.exportId },
});
