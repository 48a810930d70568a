import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const importFinishedV1 = defineEvent({
  type: 'import.finished.v1',
  when: 'An import was checked, run to its end, given up or cancelled. The clients in it have events of their own.',
  data: z.strictObject({
    importId: ulidSchema,
    outcome: z.enum(['checked', 'finished', 'failed', 'cancelled']),
    rejected: z.int().min(0),
  }),
  sample: { importId: SAMPLE.importId, outcome: 'finished', rejected: 3 },
});
