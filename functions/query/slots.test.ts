import { beforeAll, describe, expect, inject, it } from 'vitest';
import { addTenant, createTenantBed, type TenantBed } from '../../tests/equipment/tenant-bed.ts';
import { createSlot } from './slots.ts';

let bed: TenantBed;
let other: TenantBed;
beforeAll(async () => {
  bed = await createTenantBed(inject('dynamodbEndpoint'));
  other = await addTenant(bed.endpoint, bed.tableName);
});

describe('the environments of a tenant', () => {
  it('are so many at once, and one more when another has rested for a minute', async () => {
    let clock = Date.now();
    const now = (): Date => new Date(clock);
    const slots = Array.from({ length: 4 }, () => createSlot({ table: bed.table, perTenant: 3, now }));
    const holding = () => Promise.all(slots.map((slot) => slot.hold(bed.tenant)));
    expect((await holding()).filter(Boolean)).toHaveLength(3);
    // Those that work go on working, and keep the fourth out.
    for (let round = 0; round < 5; round += 1) {
      clock += 40_000;
      const held = await holding();
      expect(held.filter(Boolean)).toHaveLength(3);
    }
    clock += 120_000;
    expect(await slots[3]?.hold(bed.tenant)).toBe(true);
    expect(await createSlot({ table: other.table, perTenant: 1, now }).hold(other.tenant)).toBe(true);
    expect(
      (await Promise.all(slots.slice(0, 3).map((slot) => slot.hold(bed.tenant)))).filter(Boolean),
    ).toHaveLength(2);
  });
});
