import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const invitationDeclinedV1 = defineEvent({
  type: 'invitation.declined.v1',
  when: 'An invited person declines: the user is gone, or is one who has left, as before.',
  data: z.strictObject({ userId: ulidSchema }),
  sample: { userId: SAMPLE.userId },
});
