import { companySchema } from '../../shared/clients/company.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { CARD, cardPartition } from '../runtime/references.ts';
import { defineItem } from '../runtime/table/item.ts';

export { CARD, cardPartition };

export const companyItem = defineItem({ kind: 'company', schema: 1, data: companySchema });

export const companyKey = (tenant: VerifiedTenant, id: string): Key => ({
  pk: cardPartition(tenant, { type: 'company', id }),
  sk: CARD,
});
