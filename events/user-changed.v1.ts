import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const userChangedV1 = defineEvent({
  type: 'user.changed.v1',
  when: "A user's name, role, teams or standing is changed.",
  data: z.strictObject({ userId: ulidSchema, version: z.int(), fields: z.array(z.string()).min(1) }),
  sample: { userId: SAMPLE.userId, version: 2, fields: ['role'] },
});
