import { createWorkingTimeHandlers } from '../../functions/working-time/handlers.ts';
import {
  calendarInputSchema,
  DEFAULT_WEEK,
  userCalendarInputSchema,
} from '../../shared/working-time/calendar.ts';
import type { Organisation } from './organisation.ts';
import type { Target } from './target.ts';
import type { Write } from './writer.ts';

const anHourLess = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '17:00' },
];
const shortened = (date: string) => ({ date, spans: anHourLess, name: 'Предпраздничный день' });

/**
 * Days that were moved in Russia in 2025 and 2026 by decrees of the government and article 112 of the Labour Code (a holiday on a Saturday or
 * Sunday moves to the next working day), and the days before holidays, which are an hour shorter (article 95). From memory.
 */
const RUSSIAN_HOURS = calendarInputSchema.parse({
  week: DEFAULT_WEEK,
  country: 'RU',
  zone: 'Europe/Moscow',
  daysOff: [
    { from: '2025-05-02', name: 'Перенос с 4 января' },
    { from: '2025-05-08', name: 'Перенос с 23 февраля' },
    { from: '2025-06-13', name: 'Перенос с 8 марта' },
    { from: '2025-11-03', name: 'Перенос с 1 ноября' },
    { from: '2025-12-31', name: 'Перенос с 5 января' },
    { from: '2026-01-09', name: 'Перенос с 3 января' },
    { from: '2026-05-11', name: 'Перенос с 9 мая' },
    { from: '2026-12-31', name: 'Перенос с 4 января' },
  ],
  workingDays: [
    { date: '2025-11-01', spans: anHourLess, name: 'Рабочая суббота' },
    ...['2026-04-30', '2026-05-08', '2026-06-11', '2026-11-03'].map(shortened),
  ],
});

/** James sells to Britain, from there. */
const BRITISH_HOURS = userCalendarInputSchema.parse({ zone: 'Europe/London', country: 'GB' });

/** The organisation works as Russia does, and James as Britain does. */
export async function setHours(
  target: Target,
  { callers }: Organisation,
  at: Date,
  write: Write,
): Promise<void> {
  const handlers = createWorkingTimeHandlers(target.table);
  const asAdmin = { caller: callers.admin, at };
  await write({
    ...asAdmin,
    name: 'working-calendar',
    body: RUSSIAN_HOURS,
    send: (context) =>
      handlers.setWorkingCalendar({ params: undefined, query: undefined, body: RUSSIAN_HOURS }, context),
  });
  const params = { id: callers.james.userId };
  await write({
    ...asAdmin,
    name: 'working-calendar-james',
    body: BRITISH_HOURS,
    send: (context) =>
      handlers.setUserWorkingCalendar({ params, query: undefined, body: BRITISH_HOURS }, context),
  });
}
