import * as z from 'zod';
import { teamSchema, userSchema } from '../../shared/platform/people.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { peoplePartition } from '../runtime/references.ts';
import { defineItem } from '../runtime/table/item.ts';

export const userItem = defineItem({
  kind: 'user',
  schema: 2,
  data: userSchema,
  // Before there were invitations, an admin made members at once.
  upgrades: { 1: (data) => ({ ...data, joinedAt: data['createdAt'] }) },
});
export const teamItem = defineItem({ kind: 'team', schema: 1, data: teamSchema });

/** How many active admins there are: a counter with a lower bound, so that two admins cannot leave at once. */
export const adminCountItem = defineItem({
  kind: 'admin-count',
  schema: 1,
  data: z.strictObject({ count: z.int().min(1) }),
});

export const adminCountKey = (tenant: VerifiedTenant): Key => ({ pk: peoplePartition(tenant), sk: 'admins' });

/** One login is one user of a tenant. */
export const userEmailItem = defineItem({
  kind: 'user-email',
  schema: 1,
  data: z.strictObject({ userId: z.ulid() }),
});

export const userEmailKey = (tenant: VerifiedTenant, email: string): Key => ({
  pk: peoplePartition(tenant),
  sk: `email#${email}`,
});
