import { clientStatsSchema } from '../../shared/clients/stats.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { defineItem } from '../runtime/table/item.ts';
import { CARD, cardPartition } from './company-item.ts';

/** Counters of a card, apart from the card itself: they never break a person's If-Match. */
export const statsItem = defineItem({ kind: 'client-stats', schema: 1, data: clientStatsSchema });

export const statsKey = (tenant: VerifiedTenant, subject: Subject): Key => ({
  pk: cardPartition(tenant, subject),
  sk: `${CARD}#stats`,
});
