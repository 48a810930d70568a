import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const companiesRelatedV1 = defineEvent({
  type: 'companies-related.v1',
  when: 'Two companies are related: `kind` is what the other one is to the company.',
  data: z.strictObject({ companyId: ulidSchema, otherId: ulidSchema, kind: z.string() }),
  sample: { companyId: SAMPLE.companyId, otherId: SAMPLE.otherCompanyId, kind: 'subsidiary' },
});
