import { type Key, tenantPartition, type VerifiedTenant } from '../../shared/table.ts';
import { calendarSchema, userCalendarSchema } from '../../shared/working-time/calendar.ts';
import { defineItem } from '../runtime/table/item.ts';

export const calendarItem = defineItem({ kind: 'working-calendar', schema: 1, data: calendarSchema });

/** What is different for one user. Deleting empties it and keeps the version, so that no version ever means two calendars. */
export const userCalendarItem = defineItem({
  kind: 'user-working-calendar',
  schema: 1,
  data: userCalendarSchema,
});

const partition = (tenant: VerifiedTenant): string => tenantPartition(tenant, 'working-calendars');

export const calendarKey = (tenant: VerifiedTenant): Key => ({ pk: partition(tenant), sk: 'organisation' });

export const userCalendarKey = (tenant: VerifiedTenant, userId: string): Key => ({
  pk: partition(tenant),
  sk: `user#${userId}`,
});
