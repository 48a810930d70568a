import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const invitationSentV1 = defineEvent({
  type: 'invitation.sent.v1',
  when: 'A user is invited, for the first time or again.',
  data: z.strictObject({ userId: ulidSchema }),
  sample: { userId: SAMPLE.userId },
});
