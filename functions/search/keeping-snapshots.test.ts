import { beforeAll, describe, expect, inject, it } from 'vitest';
import { addTenant, createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { keepSnapshots } from './keeping-snapshots.ts';
import { createRegistering } from './registering.ts';

let bed: TenantBed;
let others: TenantBed[];
beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  others = [await addTenant(bed.endpoint, bed.tableName), await addTenant(bed.endpoint, bed.tableName)];
});

const logger = { info: () => undefined, error: () => undefined };
const now = new Date('2026-11-26T12:00:00Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

describe('the organisations that ask', () => {
  it('get a snapshot each, those that have asked of late, even where one cannot be told', async () => {
    const registering = createRegistering(bed.table);
    const [second, third] = others as [TenantBed, TenantBed];
    await registering.note(bed.tenant, daysAgo(29));
    await registering.note(bed.tenant, daysAgo(29));
    await registering.note(second.tenant, daysAgo(0));
    await registering.note(third.tenant, daysAgo(31));
    const told: string[] = [];
    const asked = (failing?: string) =>
      keepSnapshots({
        table: bed.table,
        logger,
        now: () => now,
        query: {
          tell: async ({ id }, question) => {
            expect(question).toMatchObject({ kind: 'snapshot', feedShards: 4 });
            if (id === failing) throw new Error('Nobody answers.');
            told.push(id);
          },
        },
      });
    await asked();
    expect(told.toSorted()).toEqual([bed.tenant.id, second.tenant.id].toSorted());
    told.length = 0;
    await expect(asked(bed.tenant.id)).rejects.toThrow('1 snapshots');
    expect(told).toEqual([second.tenant.id]);
  });
});
