import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const invitationWithdrawnV1 = defineEvent({
  type: 'invitation.withdrawn.v1',
  when: 'An admin withdraws an invitation: the user is gone, or is one who has left, as before.',
  data: z.strictObject({ userId: ulidSchema }),
  sample: { userId: SAMPLE.userId },
});
