import { type RelationKind, relationSchema } from '../../shared/clients/company.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { defineItem } from '../runtime/table/item.ts';
import { CARD, cardPartition } from './company-item.ts';

/** A relation as it lies on one of its two cards. */
export const relationItem = defineItem({ kind: 'relation', schema: 1, data: relationSchema });

export const relationPrefix = (kind: RelationKind): string => `${CARD}#relation#${kind}#`;

export const relationKey = (
  tenant: VerifiedTenant,
  companyId: string,
  kind: RelationKind,
  otherId: string,
): Key => ({
  pk: cardPartition(tenant, { type: 'company', id: companyId }),
  sk: `${relationPrefix(kind)}${otherId}`,
});
