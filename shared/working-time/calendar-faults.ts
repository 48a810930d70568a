import type * as z from 'zod';
import { codedIssue } from '../issue.ts';
import type { DayOff, UserCalendar, Week, WorkingDay } from './calendar.ts';
import { hasHolidays } from './holiday-countries.ts';
import type { Span } from './span.ts';

/** Longest range of days off, in days. */
export const MAX_RANGE_DAYS = 366;

const DAY_MS = 86_400_000;

/** What is checked of the organisation's calendar and of a user's alike, before anything of it is stored. */
interface Told {
  readonly week?: Week | undefined;
  readonly country?: string | undefined;
  readonly holidays?: UserCalendar['holidays'];
  readonly daysOff: readonly DayOff[];
  readonly workingDays: readonly WorkingDay[];
}

interface Fault {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

type Context = z.core.$RefinementCtx<unknown>;

/** Refuses an organisation's calendar that contradicts itself, or in which nobody ever works. */
export const refuseFaults = (told: Told, context: Context): void => report(faultsOf(told), context);

/** Refuses a user's calendar that contradicts itself, takes all working time away, or says nothing. */
export function refuseFaultsOfUser(told: Told & { readonly zone?: string | undefined }, context: Context) {
  const { week, zone, country, holidays, daysOff, workingDays } = told;
  const said = [week, zone, country, holidays].some((field) => field !== undefined);
  if (said || daysOff.length + workingDays.length > 0) return report(faultsOf(told), context);
  const message = "Say what is different for the user, or delete the user's calendar.";
  return report([{ path: [], code: 'calendar.empty', message }], context);
}

function report(faults: Iterable<Fault>, context: Context): void {
  for (const { path, code, message } of faults)
    context.addIssue({ ...codedIssue(code, message), path: [...path], input: undefined });
}

function* faultsOf({ week, country, holidays, daysOff, workingDays }: Told): Generator<Fault> {
  for (const [weekday, spans] of Object.entries(week ?? {})) yield* faultsOfSpans(spans, ['week', weekday]);
  for (const [index, { spans }] of workingDays.entries())
    yield* faultsOfSpans(spans, ['workingDays', index, 'spans']);
  for (const [index, dayOff] of daysOff.entries()) yield* faultsOfRange(dayOff, ['daysOff', index, 'to']);
  yield* repeated(workingDays);
  if (week && workingDays.length === 0 && Object.values(week).every((spans) => spans.length === 0)) {
    const message = 'Give at least one span in which somebody works.';
    yield { path: ['week'], code: 'calendar.no-working-time', message };
  }
  if (country !== undefined && holidays !== 'none' && !hasHolidays(country)) {
    const message =
      'No public holidays of this country are known: send "holidays": "none", and days off of your own.';
    yield { path: ['country'], code: 'country.no-holidays', message };
  }
}

function* faultsOfSpans(spans: readonly Span[], path: Fault['path']): Generator<Fault> {
  for (const [index, { from, to }] of spans.entries()) {
    // Times of one length compare as texts do.
    if (to <= from) {
      const message = 'A span ends after it begins; one over midnight is two, the first up to 24:00.';
      yield { path: [...path, index, 'to'], code: 'span.ends-before-start', message };
      continue;
    }
    const before = spans[index - 1];
    if (!before) continue;
    if (from < before.from) {
      const message = 'Give the spans of a day in the order of their times.';
      yield { path: [...path, index], code: 'span.out-of-order', message };
    } else if (from < before.to) {
      const message = 'The span begins before the one before it ends: make one of both, or part them.';
      yield { path: [...path, index], code: 'span.overlapping', message };
    }
  }
}

function* faultsOfRange({ from, to = from }: DayOff, path: Fault['path']): Generator<Fault> {
  if (to < from) {
    const message = 'The last day is not before the first one.';
    yield { path, code: 'day.ends-before-start', message };
  } else if (Date.parse(to) - Date.parse(from) >= MAX_RANGE_DAYS * DAY_MS) {
    const message = `Give ${MAX_RANGE_DAYS} days at most in one range.`;
    yield { path, code: 'day.range-too-long', message };
  }
}

function* repeated(workingDays: readonly WorkingDay[]): Generator<Fault> {
  const seen = new Set<string>();
  for (const [index, { date }] of workingDays.entries()) {
    if (seen.has(date))
      yield {
        path: ['workingDays', index, 'date'],
        code: 'day.repeated',
        message: 'The day is there already: put all its spans in one place.',
      };
    seen.add(date);
  }
}
