import type { Logger } from '@aws-lambda-powertools/logger';
import { globalPartition } from '../../shared/table.ts';
import { VerifiedTenant } from '../../shared/verified-tenant.ts';
import type { QueryClient } from '../query/service.ts';
import { withoutItems } from '../runtime/log.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { searchTenantItem } from './registering.ts';

export interface KeepingDependencies {
  readonly table: Table;
  readonly query: Pick<QueryClient, 'tell'>;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly now: () => Date;
}

/** Whoever has asked nothing for so many days begins with the last snapshot, and what came after it. */
const ASKING_DAYS = 30;
const DAY_MS = 86_400_000;
/** How long one snapshot may take, in milliseconds. */
const SNAPSHOT_MS = 840_000;
/** A repeat after a fault leaves alone what was done, in milliseconds. */
const DONE_MS = 3_600_000;

/**
 * Has a snapshot made of the copy of each organisation that asks questions. All are told even where one fails; the failure is then this one's, so
 * that it is repeated.
 */
export async function keepSnapshots({ table, query, logger, now }: KeepingDependencies): Promise<void> {
  const since = new Date(now().getTime() - ASKING_DAYS * DAY_MS).toISOString().slice(0, 10);
  let [told, failed] = [0, 0];
  let page = await table.query({ pk: globalPartition.searchTenants() });
  for (;;) {
    const asking = page.items
      .map((item) => readItem(searchTenantItem, item).data)
      .filter(({ askedOn }) => askedOn >= since);
    for (const { tenantId, feedShards } of asking) {
      // What is on the list was put there for a verified caller of that organisation.
      const tenant = new VerifiedTenant(tenantId, feedShards);
      const question = { kind: 'snapshot', feedShards, withinMs: SNAPSHOT_MS, olderThanMs: DONE_MS } as const;
      await query.tell(tenant, question).then(
        () => (told += 1),
        (error: unknown) => {
          failed += 1;
          logger.error('a snapshot was not asked for', { tenant: tenantId, error: withoutItems(error) });
        },
      );
    }
    if (page.last === undefined) break;
    page = await table.query({ pk: globalPartition.searchTenants(), after: page.last });
  }
  logger.info('asked for snapshots', { told, failed });
  if (failed > 0) throw new Error(`${failed} snapshots were not asked for.`);
}
