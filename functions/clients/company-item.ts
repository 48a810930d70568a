import { companySchema } from '../../shared/clients/company.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import { type Key, tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import { defineItem } from '../runtime/table/item.ts';

/** Sort keys that begin with it are read when a card opens; other parts of the partition are read by themselves. */
export const CARD = 'card';

/** The partition of a card: everything about one client lies together. */
export const cardPartition = (tenant: VerifiedTenant, { type, id }: Subject): string =>
  tenantPartition(tenant, type, id);

export const companyItem = defineItem({ kind: 'company', schema: 1, data: companySchema });

export const companyKey = (tenant: VerifiedTenant, id: string): Key => ({
  pk: cardPartition(tenant, { type: 'company', id }),
  sk: CARD,
});
