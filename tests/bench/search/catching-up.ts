import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Copy } from '../../../functions/query/copy.ts';
import { TenantCopy } from '../../../functions/query/tenant-copy.ts';
import type { StoredItem } from '../../../functions/runtime/table/item.ts';
import type { Table } from '../../../functions/runtime/table/table.ts';
import { feedKey, tenantPartition, type VerifiedTenant } from '../../../shared/table.ts';
import { connect } from '../../equipment/table.ts';
import { tableLayer } from '../../equipment/tenant-bed.ts';
import { BASE_END, type BaseSize, madeItems, SHARDS } from './made-items.ts';

/** An engine with an empty table of the product's shape. */
export interface EnginePlace {
  readonly endpoint: string;
  readonly tableName: string;
}

/** Of each round: taking the changes in, and asking the engine for them alone. */
export interface CaughtUp {
  readonly ms: readonly number[];
  readonly rawMs: readonly number[];
}

const CHANGES = 1_000;
const ROUNDS = 5;
const MINUTE_MS = 60_000;

/** Firms of the base with a new name, as a write puts them on the feed. */
function changed(tenant: VerifiedTenant, size: BaseSize, round: number): StoredItem[] {
  const at = new Date(BASE_END + round * MINUTE_MS).toISOString();
  const changes: StoredItem[] = [];
  for (const item of madeItems({ ...size, contacts: 0, entries: 0 })) {
    if (changes.length === CHANGES) break;
    const id = String(item.data['id']);
    changes.push({
      ...item,
      pk: tenantPartition(tenant, 'company', id),
      sk: 'card',
      version: round + 1,
      ...feedKey(tenant, { at, kind: item.kind, id }),
      data: { ...item.data, name: `${String(item.data['name'])} ${round}`, updatedAt: at },
    });
  }
  return changes;
}

async function write(place: EnginePlace, items: readonly StoredItem[]): Promise<void> {
  const { document } = connect(place.endpoint);
  for (let begin = 0; begin < items.length; begin += 25) {
    const requests = items.slice(begin, begin + 25).map((Item) => ({ PutRequest: { Item } }));
    await document.send(new BatchWriteCommand({ RequestItems: { [place.tableName]: requests } }));
  }
}

/** The requests of catching up, with nothing done with what they give. */
async function readAlone(table: Table, tenant: VerifiedTenant, from: string): Promise<number> {
  const between = { from, to: '~' };
  const shards = Array.from({ length: SHARDS }, async (_, shard): Promise<number> => {
    const pk = tenantPartition(tenant, 'feed', String(shard));
    let page = await table.query({ pk, index: 'feed', between });
    let read = page.items.length;
    while (page.last) {
      page = await table.query({ pk, index: 'feed', between, after: page.last });
      read += page.items.length;
    }
    return read;
  });
  return (await Promise.all(shards)).reduce((sum, read) => sum + read, 0);
}

/** Takes a thousand changes into a copy, several times. */
export async function measureCatchUp(
  copy: Copy,
  tenant: VerifiedTenant,
  size: BaseSize,
  place: EnginePlace,
): Promise<CaughtUp> {
  const table = tableLayer(place.endpoint, place.tableName);
  const following = new TenantCopy(
    copy,
    table,
    tenant,
    Array.from({ length: SHARDS }, () => `${new Date(BASE_END).toISOString()}#`),
  );
  const [ms, rawMs]: [number[], number[]] = [[], []];
  for (let round = 1; round <= ROUNDS; round += 1) {
    await write(place, changed(tenant, size, round));
    const from = new Date(BASE_END + round * MINUTE_MS - 10_000).toISOString();
    const raw = performance.now();
    const read = await readAlone(table, tenant, from);
    rawMs.push(performance.now() - raw);
    if (read < Math.min(CHANGES, size.companies)) throw new Error(`The feed has ${read} changes only.`);
    const began = performance.now();
    await following.catchUp();
    ms.push(performance.now() - began);
  }
  return { ms, rawMs };
}
