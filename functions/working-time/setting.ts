import { workingCalendarChangedV1 } from '../../events/working-calendar-changed.v1.ts';
import { maySetHours } from '../../shared/access.ts';
import { forbidden, notFound } from '../../shared/errors.ts';
import type { Key } from '../../shared/table.ts';
import type { Calendar, UserCalendar } from '../../shared/working-time/calendar.ts';
import { hoursInForce } from '../../shared/working-time/hours-in-force.ts';
import type { workingTimeRoutes } from '../../shared/working-time/routes.ts';
import { Change } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { RequestContext } from '../runtime/request.ts';
import { type ItemKind, type Stored, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { type Revision, requireMatch, revise, stale } from '../runtime/versions.ts';
import { calendarItem, calendarKey, userCalendarItem, userCalendarKey } from './calendar-item.ts';
import { readCalendars } from './reading.ts';
import { organisationView, userView } from './views.ts';

type Handlers = RouteHandlers<typeof workingTimeRoutes>;
type Body<Id extends keyof Handlers> = Parameters<Handlers[Id]>[0]['body'];
type Answered<Id extends keyof Handlers> = ReturnType<Handlers[Id]>;

/** Sets the organisation's calendar as a whole; the same one again changes nothing. */
export async function setOrganisations(
  table: Table,
  context: RequestContext,
  body: Body<'setWorkingCalendar'>,
): Answered<'setWorkingCalendar'> {
  const { tenant } = context.caller;
  const key = calendarKey(tenant);
  const calendars = await readCalendars(table, tenant, undefined, { consistent: true });
  requireMatch(context, { version: calendars.organisation?.version ?? 0 });
  const revision = revise<Calendar>(calendars.organisation ?? nothingAt(key), {
    ...body,
    ...stampOf(context),
  });
  const organisation = storedBy(key, revision);
  const isSame = revision.changes.length === 0;
  const hours = hoursInForce(calendars.settings, revision.data, undefined);
  const view = organisationView(isSame ? calendars : { organisation, hours });
  const answer = { status: 200, body: view, version: view.version };
  return isSame ? answer : changeTo(context, calendarItem, organisation, revision).commit(table, answer);
}

/**
 * Sets what is different for a user.
 *
 * @throws KartotekaError `access.forbidden`, `user.not-found`
 */
export async function setUsers(
  table: Table,
  context: RequestContext,
  userId: string,
  body: Body<'setUserWorkingCalendar'>,
): Answered<'setUserWorkingCalendar'> {
  const { calendars, key } = await findUsers(table, context, userId);
  const revision = revise<UserCalendar>(calendars.user ?? nothingAt(key), { ...body, ...stampOf(context) });
  const user = storedBy(key, revision);
  const isSame = revision.changes.length === 0;
  const hours = hoursInForce(calendars.settings, calendars.organisation?.data, revision.data);
  const view = userView(userId, isSame ? calendars : { user, hours });
  const answer = { status: 200, body: view, version: view.version };
  if (isSame) return answer;
  return changeTo(context, userCalendarItem, user, revision, userId).commit(table, answer);
}

/**
 * Empties what is different for a user.
 *
 * @throws KartotekaError `access.forbidden`, `user.not-found`, `calendar.not-found`
 */
export async function deleteUsers(
  table: Table,
  context: RequestContext,
  userId: string,
): Answered<'deleteUserWorkingCalendar'> {
  const { calendars, key } = await findUsers(table, context, userId);
  if (!calendars.user) throw notFound('calendar');
  const revision = revise<UserCalendar>(calendars.user, {
    daysOff: [],
    workingDays: [],
    ...stampOf(context),
  });
  if (revision.changes.length === 0) throw notFound('calendar');
  const user = storedBy(key, revision);
  return changeTo(context, userCalendarItem, user, revision, userId).commit(table, { status: 204 });
}

/** The calendar of a user that the caller may set, held to the version that the caller names. */
async function findUsers(table: Table, context: RequestContext, userId: string) {
  const { tenant } = context.caller;
  const calendars = await readCalendars(table, tenant, userId, { consistent: true });
  if (!calendars.knowsUser) throw notFound('user');
  if (!maySetHours(context.caller, userId))
    throw forbidden("Only administrators set the working calendar of somebody else's.");
  requireMatch(context, { version: calendars.user?.version ?? 0 });
  return { calendars, key: userCalendarKey(tenant, userId) };
}

const stampOf = ({ caller, now }: RequestContext) => ({
  updatedAt: now.toISOString(),
  updatedBy: caller.userId,
});

/** Where nothing is stored yet, everything is a change. */
const nothingAt = <Data extends object>(key: Key): Stored<Data> => ({
  key,
  version: 0,
  fieldVersions: {},
  data: {} as Data,
});

const storedBy = <Data extends object>(key: Key, revision: Revision<Data>): Stored<Data> => ({
  key,
  ...revision,
});

function changeTo<Data extends object>(
  context: RequestContext,
  item: ItemKind,
  { key, data, version, fieldVersions }: Stored<Data>,
  { changes }: Revision<Data>,
  userId?: string,
): Change {
  return new Change(context)
    .add({
      op: 'put',
      item: writeItem(item, key, data, { version, fieldVersions }),
      condition: version === 1 ? { absent: true } : { version: version - 1 },
      refused: stale,
    })
    .event(workingCalendarChangedV1, {
      ...(userId === undefined ? {} : { userId }),
      version,
      fields: changes.map(({ field }) => field),
    });
}
