import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const importRequestedV1 = defineEvent({
  type: 'import.requested.v1',
  when: 'An import is to be checked, run, or gone on with: the worker takes it up.',
  data: z.strictObject({
    importId: ulidSchema,
    work: z.enum(['dry-run', 'run']),
    /** Counts the workers that were woken for this work. */
    attempt: z.int().min(1),
  }),
  sample: { importId: SAMPLE.importId, work: 'run', attempt: 1 },
});
