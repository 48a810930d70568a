import { type FieldIssue, invalidQuestion, KartotekaError } from '../../shared/errors.ts';
import { toInstant } from '../../shared/record.ts';
import type { ReckonInput } from '../../shared/working-time/questions.ts';
import { addWorkingTime, workingSpansOf, workingTimeBetween } from '../../shared/working-time/reckoning.ts';
import type { workingTimeRoutes } from '../../shared/working-time/routes.ts';
import type { WorkingCalendar } from '../../shared/working-time/working-calendar.ts';
import { durationOf, millisecondsOf } from '../../shared/working-time/working-duration.ts';
import type { Language } from '../../shared/zone.ts';
import { userItem } from '../platform/service.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import { userKey } from '../runtime/references.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { readCalendars } from './reading.ts';
import { calendarBy, workingCalendarOf } from './service.ts';

type Handlers = RouteHandlers<typeof workingTimeRoutes>;

const DAY_MS = 86_400_000;

/** The days of a calendar. */
export async function listDays(
  table: Table,
  context: RequestContext,
  { from, to, user }: Parameters<Handlers['listCalendarDays']>[0]['query'],
): ReturnType<Handlers['listCalendarDays']> {
  const { tenant } = context.caller;
  const [calendars, language] = await Promise.all([
    readCalendars(table, tenant, user, { consistent: false }),
    languageOf(table, context),
  ]);
  if (user !== undefined && !calendars.knowsUser) throw noSuchUserAsked();
  const calendar = await calendarBy(calendars.hours, language);
  const days = daysBetween(from, to).map((day) => describe(calendar, day));
  return { status: 200, body: { zone: calendars.hours.zone, days } };
}

const daysBetween = (from: string, to: string): string[] =>
  Array.from({ length: (Date.parse(to) - Date.parse(from)) / DAY_MS + 1 }, (_, index) =>
    new Date(Date.parse(from) + index * DAY_MS).toISOString().slice(0, 10),
  );

function describe(calendar: WorkingCalendar, day: string) {
  const { free, name } = calendar.day(day);
  return {
    day,
    spans: workingSpansOf(calendar, day).map((span) => ({
      from: span.from.toISOString(),
      to: span.to.toISOString(),
    })),
    ...(free === undefined ? {} : { free }),
    ...(name === undefined ? {} : { name }),
  };
}

/** The caller's own language, or else the organisation's. */
async function languageOf(table: Table, { caller }: RequestContext): Promise<Language> {
  const item = await table.get(userKey(caller.tenant, caller.userId));
  return (item && readItem(userItem, item).data.language) ?? caller.settings.language;
}

const UNKNOWN = { code: 'reference.unknown', message: 'There is no such user in the organisation.' };

const noSuchUserAsked = (): KartotekaError => {
  const issues: FieldIssue[] = [{ parameter: 'user', ...UNKNOWN }];
  return new KartotekaError(
    'malformed',
    'parameter.invalid',
    'Some parameters are not right: see "errors".',
    {
      issues,
    },
  );
};

/** When so much work is done, or how much working time lies between. */
export async function reckon(
  table: Table,
  { caller }: RequestContext,
  body: ReckonInput,
): ReturnType<Handlers['reckonWorkingTime']> {
  const calendar = await workingCalendarOf(table, caller.tenant, body.user).catch((error: unknown) => {
    const isUnknown = error instanceof KartotekaError && error.code === 'user.not-found';
    throw isUnknown ? invalidQuestion([{ pointer: '/user', ...UNKNOWN }]) : error;
  });
  const from = new Date(toInstant(body.from));
  const to =
    'add' in body ? addWorkingTime(calendar, from, millisecondsOf(body.add)) : new Date(toInstant(body.to));
  const milliseconds = 'add' in body ? millisecondsOf(body.add) : workingTimeBetween(calendar, from, to);
  return {
    status: 200,
    body: {
      from: from.toISOString(),
      to: to.toISOString(),
      workingTime: durationOf(milliseconds),
      milliseconds,
    },
  };
}
