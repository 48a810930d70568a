import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const userCreatedV1 = defineEvent({
  type: 'user.created.v1',
  when: 'A user is added.',
  data: z.strictObject({ userId: ulidSchema, version: z.int() }),
  sample: { userId: SAMPLE.userId, version: 1 },
});
