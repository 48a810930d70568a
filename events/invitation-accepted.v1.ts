import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const invitationAcceptedV1 = defineEvent({
  type: 'invitation.accepted.v1',
  when: 'An invited person becomes a member.',
  data: z.strictObject({ userId: ulidSchema }),
  sample: { userId: SAMPLE.userId },
});
