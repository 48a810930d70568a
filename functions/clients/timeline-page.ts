import type * as z from 'zod';
import type {
  Subject,
  TimelineEntry,
  timelinePageSchema,
  timelineQuerySchema,
} from '../../shared/clients/timeline.ts';
import { KartotekaError } from '../../shared/errors.ts';
import { toInstant } from '../../shared/record.ts';
import { ulidRange } from '../../shared/ulid.ts';
import type { Cursors } from '../runtime/cursor.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { cardPartition } from './company-item.ts';
import { visibleCompanies } from './contact-store.ts';
import { timelineItem, timelineKey, timelineRange } from './timeline-item.ts';

type TimelineQuery = z.output<typeof timelineQuerySchema>;
type TimelinePage = z.output<typeof timelinePageSchema>;

/** Most entries read for one page, before the filter by kind: a page of a rare kind may come short, with a cursor to go on. */
const MAX_READ = 500;
const LAST_INSTANT = new Date('9999-12-31T23:59:59.999Z');

const newest: TimelineQuery = { limit: 20 };

/** One page of a chronology, newest first, of the given kinds and period (`from` included, `to` not). */
export async function readTimeline(
  table: Table,
  cursors: Cursors,
  context: RequestContext,
  subject: Subject,
  query: TimelineQuery = newest,
): Promise<TimelinePage> {
  const { cursor, limit, ...filter } = query;
  const bound = JSON.stringify([subject, filter]);
  const position = cursor === undefined ? undefined : await cursors.open(context, bound, cursor);
  const range = periodOf(filter);
  const { entries, last } = await collect(table, context, subject, {
    range,
    kinds: filter.kind,
    limit,
    after: position,
  });
  const shown = await withoutHidden(table, context, entries);
  return last === undefined
    ? { entries: shown }
    : { entries: shown, next: await cursors.seal(context, bound, last) };
}

/**
 * Leaves out what speaks of companies that the caller may not see: entries written on their cards, and their names in
 * entries about links and relations.
 */
async function withoutHidden(
  table: Table,
  context: RequestContext,
  entries: readonly TimelineEntry[],
): Promise<TimelineEntry[]> {
  const { role, visibility } = context.caller;
  if (role === 'admin' || visibility === 'all') return [...entries];
  const spokenOf = entries.flatMap(({ about, origin }) =>
    [about, origin].flatMap((party) => (party?.type === 'company' ? [party.id] : [])),
  );
  const visible = await visibleCompanies(table, context, spokenOf);
  const isHidden = (party: TimelineEntry['about'] | TimelineEntry['origin']): boolean =>
    party?.type === 'company' && !visible.has(party.id);
  return entries
    .filter(({ origin }) => !isHidden(origin))
    .map(({ about, ...entry }) => (about === undefined || isHidden(about) ? entry : { ...entry, about }));
}

/** `to` is excluded: ids hold milliseconds, so the one before is the last that counts. */
function periodOf({ from, to }: Pick<TimelineQuery, 'from' | 'to'>): { from: string; to: string } {
  const first = from === undefined ? new Date(0) : new Date(toInstant(from));
  const last = to === undefined ? LAST_INSTANT : new Date(new Date(toInstant(to)).getTime() - 1);
  if (first.getTime() < 0 || last.getTime() < first.getTime()) {
    throw new KartotekaError(
      'malformed',
      'parameter.invalid',
      'The period is empty: "from" must lie before "to".',
      {
        issues: [
          { parameter: 'to', code: 'period.empty', message: 'Give a later "to" or an earlier "from".' },
        ],
      },
    );
  }
  return timelineRange(ulidRange(first, last));
}

interface Wanted {
  readonly range: { readonly from: string; readonly to: string };
  readonly kinds: readonly string[] | undefined;
  readonly limit: number;
  readonly after: string | undefined;
}

async function collect(table: Table, context: RequestContext, subject: Subject, wanted: Wanted) {
  const { tenant } = context.caller;
  const pk = cardPartition(tenant, subject);
  const entries: TimelineEntry[] = [];
  let last = wanted.after;
  let read = 0;
  do {
    const after = last === undefined ? {} : { after: timelineKey(tenant, subject, last) };
    // Without a filter one request gives the page; with one, a rare kind should not take a request per entry.
    const size = wanted.kinds === undefined ? wanted.limit - entries.length : Math.min(100, MAX_READ - read);
    const page = await table.query({ pk, between: wanted.range, descending: true, limit: size, ...after });
    read += page.items.length;
    last = undefined;
    for (const [index, item] of page.items.entries()) {
      const entry = readItem(timelineItem, item).data;
      if (wanted.kinds === undefined || wanted.kinds.includes(entry.kind)) entries.push(entry);
      const more = index < page.items.length - 1 || page.last !== undefined;
      if (entries.length === wanted.limit && more) return { entries, last: entry.id };
      if (index === page.items.length - 1 && page.last !== undefined) last = entry.id;
    }
  } while (last !== undefined && entries.length < wanted.limit && read < MAX_READ);
  return { entries, last };
}
