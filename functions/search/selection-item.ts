import * as z from 'zod';
import { selectionSchema } from '../../shared/search/selection.ts';
import { type Key, tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import { defineItem } from '../runtime/table/item.ts';

export const selectionItem = defineItem({ kind: 'selection', schema: 1, data: selectionSchema });

/**
 * Stands for what selections say of each other: its version alone tells. Whoever names another selection, or deletes one, takes the next
 * version of it, so that two who do so at once meet: no circle comes about, and nothing that is named goes.
 */
export const selectionLinksItem = defineItem({
  kind: 'selection-links',
  schema: 1,
  data: z.strictObject({}),
});

export const selectionsPartition = (tenant: VerifiedTenant): string => tenantPartition(tenant, 'selections');

/** Sort keys of selections begin with it. */
export const selectionPrefix = 'selection#';

export const selectionKey = (tenant: VerifiedTenant, id: string): Key => ({
  pk: selectionsPartition(tenant),
  sk: `${selectionPrefix}${id}`,
});

export const selectionLinksKey = (tenant: VerifiedTenant): Key => ({
  pk: selectionsPartition(tenant),
  sk: 'links',
});
