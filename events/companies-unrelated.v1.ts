import * as z from 'zod';
import { ulidSchema } from '../shared/ulid.ts';
import { defineEvent, SAMPLE } from './event.ts';

export const companiesUnrelatedV1 = defineEvent({
  type: 'companies-unrelated.v1',
  when: 'A relation of two companies is removed.',
  data: z.strictObject({ companyId: ulidSchema, otherId: ulidSchema, kind: z.string() }),
  sample: { companyId: SAMPLE.companyId, otherId: SAMPLE.otherCompanyId, kind: 'subsidiary' },
});
