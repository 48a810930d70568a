import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const workingCalendarChangedV1 = defineEvent({
  type: 'working-calendar.changed.v1',
  when: "A working calendar is set, or what was different for a user is deleted: the organisation's, or that of the user who is named.",
  data: z.strictObject({
    userId: ulidSchema.optional(),
    version: z.int(),
    fields: z.array(z.string()).min(1),
  }),
  sample: { userId: SAMPLE.userId, version: 2, fields: ['daysOff'] },
});
