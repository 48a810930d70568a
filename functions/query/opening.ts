import type { Logger } from '@aws-lambda-powertools/logger';
import type { VerifiedTenant } from '../../shared/table.ts';
import type { Table } from '../runtime/table/table.ts';
import { type CopyLimits, openCopy } from './copy.ts';
import { unread } from './feed.ts';
import { FrozenTables } from './frozen.ts';
import {
  loadSnapshot,
  readManifest,
  type SnapshotFiles,
  type SnapshotPlace,
  SnapshotUnusable,
} from './snapshot.ts';
import { TenantCopy } from './tenant-copy.ts';

/** What a query environment works with. */
export interface QueryDependencies {
  readonly table: Table;
  readonly files: SnapshotFiles;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly limits: CopyLimits;
  /** Most environments that work for one tenant at once. */
  readonly environmentsPerTenant: number;
}

/** A tenant's copy, ready to follow the feed. */
export interface OpenTenant {
  readonly following: TenantCopy;
  readonly frozen: FrozenTables;
  readonly place: SnapshotPlace;
  /** When the snapshot was made from which it began; nothing where it begins with an empty copy. */
  readonly snapshotAt: Date | undefined;
}

/** Where the files of a tenant lie. */
export const placeOf = ({ files, limits }: QueryDependencies, tenant: VerifiedTenant): SnapshotPlace => ({
  files,
  tenantId: tenant.id,
  folder: limits.folder,
});

/** Opens a tenant's copy: the last snapshot that can be used, or an empty one that reads the feed from its beginning. */
export async function openTenant(deps: QueryDependencies, tenant: VerifiedTenant): Promise<OpenTenant> {
  const place = placeOf(deps, tenant);
  const copy = await openCopy(deps.limits);
  try {
    const manifest = await readManifest(place);
    if (manifest !== undefined && manifest.watermarks.length === tenant.feedShards) {
      await loadSnapshot(copy, place, manifest);
      const following = new TenantCopy(copy, deps.table, tenant, manifest.watermarks);
      return opened(following, place, new Date(manifest.at));
    }
    return opened(new TenantCopy(copy, deps.table, tenant, unread(tenant)), place);
  } catch (error) {
    copy.close();
    if (!(error instanceof SnapshotUnusable)) throw error;
    deps.logger.warn('a snapshot cannot be used and is made anew', {
      tenant: tenant.id,
      reason: error.message,
    });
    const following = new TenantCopy(await openCopy(deps.limits), deps.table, tenant, unread(tenant));
    return opened(following, place);
  }
}

const opened = (following: TenantCopy, place: SnapshotPlace, snapshotAt?: Date): OpenTenant => ({
  following,
  frozen: new FrozenTables(following.copy, place),
  place,
  snapshotAt,
});
