import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const teamChangedV1 = defineEvent({
  type: 'team.changed.v1',
  when: 'A team is renamed.',
  data: z.strictObject({ teamId: ulidSchema, version: z.int(), fields: z.array(z.string()).min(1) }),
  sample: { teamId: SAMPLE.teamId, version: 2, fields: ['name'] },
});
