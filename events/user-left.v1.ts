import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const userLeftV1 = defineEvent({
  type: 'user.left.v1',
  when: 'A user leaves the organisation.',
  data: z.strictObject({ userId: ulidSchema }),
  sample: { userId: SAMPLE.userId },
});
