import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const teamCreatedV1 = defineEvent({
  type: 'team.created.v1',
  when: 'A team is made.',
  data: z.strictObject({ teamId: ulidSchema, version: z.int() }),
  sample: { teamId: SAMPLE.teamId, version: 1 },
});
