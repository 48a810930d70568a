import * as z from 'zod';
import { defineEvent } from './event.ts';

export const tenantCreatedV1 = defineEvent({
  type: 'tenant.created.v1',
  when: 'An organisation is provisioned.',
  data: z.strictObject({ version: z.int() }),
  sample: { version: 1 },
});
