import type { Tenant } from '../../shared/platform/tenant.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import type { Calendar, UserCalendar } from '../../shared/working-time/calendar.ts';
import { type HoursInForce, hoursInForce } from '../../shared/working-time/hours-in-force.ts';
import { userItem } from '../platform/service.ts';
import { tenantItem, tenantKey } from '../runtime/caller.ts';
import { userKey } from '../runtime/references.ts';
import { type ItemKind, readItem, type Stored, type StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { calendarItem, calendarKey, userCalendarItem, userCalendarKey } from './calendar-item.ts';

/** The calendars of an organisation, and of one user where one is named, with what applies. */
export interface Calendars {
  readonly settings: Tenant;
  /** Absent while nothing is stored. */
  readonly organisation: Stored<Calendar> | undefined;
  /** Absent where nothing is stored, or nobody was named. */
  readonly user: Stored<UserCalendar> | undefined;
  /** Whether the named user is one of the organisation. */
  readonly knowsUser: boolean;
  readonly hours: HoursInForce;
}

/** Reads all that tells when somebody works, at once. */
export async function readCalendars(
  table: Table,
  tenant: VerifiedTenant,
  userId: string | undefined,
  options: { readonly consistent: boolean },
): Promise<Calendars> {
  const keys = [tenantKey(tenant), calendarKey(tenant)];
  if (userId !== undefined) keys.push(userKey(tenant, userId), userCalendarKey(tenant, userId));
  const items = await table.batchGet(keys, options);
  const found = (kind: ItemKind): StoredItem | undefined => items.find((item) => item.kind === kind.kind);
  const [settings, own, ownOfUser] = [found(tenantItem), found(calendarItem), found(userCalendarItem)];
  if (!settings) throw new Error('The tenant of a verified caller is gone.');
  const { data } = readItem(tenantItem, settings);
  const organisation = own && readItem(calendarItem, own);
  const user = ownOfUser && readItem(userCalendarItem, ownOfUser);
  return {
    settings: data,
    organisation,
    user,
    knowsUser: found(userItem) !== undefined,
    hours: hoursInForce(data, organisation?.data, user?.data),
  };
}
