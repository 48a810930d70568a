import { toInstant } from '../record.ts';
import type { NotesPeriod } from './bound-filter.ts';
import type { ObjectDefinition } from './object.ts';
import type { SearchInput } from './question.ts';
import { resolvePeriod } from './relative-date.ts';

/** What a chronology is searched in where no period is given. */
const LAST_YEAR = { last: 366, unit: 'day' } as const;

/**
 * The period in whose texts words are looked for besides; nothing where texts are not looked through.
 *
 * @param context.zone IANA zone in which days begin
 */
export function notesPeriodOf(
  object: ObjectDefinition,
  notes: SearchInput['notes'],
  context: { readonly now: Date; readonly zone: string },
): NotesPeriod | undefined {
  const asked = notes ?? (object.fullText?.words.length === 0 ? { within: LAST_YEAR } : undefined);
  if (asked === undefined) return undefined;
  if ('from' in asked) return { from: toInstant(asked.from), to: toInstant(asked.to) };
  const { from, to } = resolvePeriod(asked.within, context);
  return {
    ...(from === undefined ? {} : { from: from.toISOString() }),
    ...(to === undefined ? {} : { to: to.toISOString() }),
  };
}
