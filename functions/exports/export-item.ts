import * as z from 'zod';
import { exportSchema } from '../../shared/exports/export.ts';
import { WIDEST_SIGHT } from '../../shared/exports/sight.ts';
import { type Key, tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import { ulidSchema } from '../../shared/ulid.ts';
import { defineItem } from '../runtime/table/item.ts';

export const exportItem = defineItem({
  kind: 'export',
  schema: 2,
  data: exportSchema,
  upgrades: { 1: (data) => ({ ...data, sights: [WIDEST_SIGHT] }) },
});

/** Exports lie with the person who asked for them: nobody else sees them. */
export const exportsPartition = (tenant: VerifiedTenant, userId: string): string =>
  tenantPartition(tenant, 'exports', userId);

/** Sort keys of exports begin with it. */
export const exportPrefix = 'export#';

export const exportKey = (tenant: VerifiedTenant, userId: string, id: string): Key => ({
  pk: exportsPartition(tenant, userId),
  sk: `${exportPrefix}${id}`,
});

/** A place in the background: a user has a few. */
export const runningExportItem = defineItem({
  kind: 'running-export',
  schema: 1,
  data: z.strictObject({ exportId: ulidSchema }),
});

/** Sort keys of places begin with it. */
export const placePrefix = 'place#';

export const placeKey = (tenant: VerifiedTenant, userId: string, place: number): Key => ({
  pk: exportsPartition(tenant, userId),
  sk: `${placePrefix}${place}`,
});

/** The object of an export; ids alone make the name. */
export const exportFile = (tenant: VerifiedTenant, id: string): string => `exports/${tenant.id}/${id}`;
