import * as z from 'zod';
import { defineEvent } from './event.ts';

export const tenantChangedV1 = defineEvent({
  type: 'tenant.changed.v1',
  when: 'Settings of the organisation are changed.',
  data: z.strictObject({ version: z.int(), fields: z.array(z.string()).min(1) }),
  sample: { version: 2, fields: ['visibility'] },
});
