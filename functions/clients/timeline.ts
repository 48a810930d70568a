import { contactLoggedV1 } from '../../events/contact-logged.v1.ts';
import { noteWrittenV1 } from '../../events/note-written.v1.ts';
import type { clientRoutes } from '../../shared/clients/routes.ts';
import {
  CLOCK_TOLERANCE_MS,
  type LoggedContactInput,
  type NoteInput,
  type Subject,
  type TimelineEntry,
} from '../../shared/clients/timeline.ts';
import { type FieldIssue, forbidden, invalid, KartotekaError } from '../../shared/errors.ts';
import { toInstant } from '../../shared/record.ts';
import { Change, newId } from '../runtime/change.ts';
import type { Cursors } from '../runtime/cursor.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import { dictionaryEntryKey } from '../runtime/references.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { rightsOnCard } from './card-rights.ts';
import { findContact } from './contact-store.ts';
import { after, correction, findCorrected, stillThere } from './corrections.ts';
import { mustBeLive, mustStay, unknownReference } from './references.ts';
import { putEntry } from './timeline-item.ts';
import { readTimeline } from './timeline-page.ts';

type Handlers = Pick<
  RouteHandlers<typeof clientRoutes>,
  | 'readCompanyTimeline'
  | 'noteOnCompany'
  | 'logContactWithCompany'
  | 'readContactTimeline'
  | 'noteOnContact'
  | 'logContactWithContact'
>;

/** Most people an entry can name, as it is stored. */
const MAX_PEOPLE = 10;

/** The routes of the chronology of companies and contacts. */
export function createTimeline(table: Table, cursors: Cursors): Handlers {
  const company = (id: string): Subject => ({ type: 'company', id });
  const contact = (id: string): Subject => ({ type: 'contact', id });
  const read = async (
    context: RequestContext,
    subject: Subject,
    query: Parameters<Handlers['readCompanyTimeline']>[0]['query'],
  ) => {
    await rightsOnCard(table, context, subject);
    return { status: 200, body: await readTimeline(table, cursors, context, subject, query) };
  };
  return {
    readCompanyTimeline: ({ params, query }, context) => read(context, company(params.id), query),
    readContactTimeline: ({ params, query }, context) => read(context, contact(params.id), query),
    noteOnCompany: ({ params, body }, context) => note(table, context, company(params.id), body),
    noteOnContact: ({ params, body }, context) => note(table, context, contact(params.id), body),
    logContactWithCompany: ({ params, body }, context) =>
      logContact(table, context, company(params.id), body),
    logContactWithContact: ({ params, body }, context) =>
      logContact(table, context, contact(params.id), body),
  };
}

async function requireNotable(table: Table, context: RequestContext, subject: Subject): Promise<void> {
  const { mayNote } = await rightsOnCard(table, context, subject);
  if (!mayNote) {
    throw forbidden('You may read this card but not write on it.');
  }
}

async function note(
  table: Table,
  context: RequestContext,
  subject: Subject,
  body: NoteInput,
): Promise<Answer<TimelineEntry>> {
  await requireNotable(table, context, subject);
  const corrected = await findCorrected(table, context, subject, 'note', body.corrects);
  const entry = entryAt(context, subject, 'note', { ...body, corrected }, { text: body.text });
  return new Change(context)
    .add(putEntry(context.caller.tenant, entry), mustStay(subject, context))
    .add(...correction(context, entry, [subject]))
    .event(noteWrittenV1, { subject, entryId: entry.id, occurredAt: entry.occurredAt, ...corrects(entry) })
    .commit(table, { status: 201, body: entry });
}

async function logContact(
  table: Table,
  context: RequestContext,
  subject: Subject,
  body: LoggedContactInput,
): Promise<Answer<TimelineEntry>> {
  await requireNotable(table, context, subject);
  const { text, occurredAt: _, corrects: __, contactIds = [], ...contact } = body;
  // A person's own card names the person too, so that each entry says by itself who took part.
  const people = [...new Set([...(subject.type === 'contact' ? [subject.id] : []), ...contactIds])];
  if (people.length > MAX_PEOPLE) throw tooManyPeople();
  const corrected = await findCorrected(table, context, subject, 'contact-logged', body.corrects);
  // A correction may keep what was right: people who are gone since, a topic that is out of use.
  const known = corrected?.contact?.contactIds ?? [];
  await requireVisibleContacts(table, context, subject, contactIds, known);
  const entry = entryAt(
    context,
    subject,
    'contact-logged',
    { ...body, corrected },
    {
      ...(text === undefined ? {} : { text }),
      contact: { ...contact, ...(people.length > 0 ? { contactIds: people } : {}) },
    },
  );
  const { tenant } = context.caller;
  // The people it was with get the same entry on their own chronologies, and so do those it was not with after all.
  const before = await stillThere(table, context, known);
  const concerned = new Set([...people.filter((id) => !known.includes(id)), ...before]);
  const others = [...concerned].filter((id) => subject.type !== 'contact' || id !== subject.id);
  const mirrored = others.map((id) =>
    putEntry(tenant, { ...entry, subject: { type: 'contact', id }, origin: subject }),
  );
  const keepsTopic = body.topic === undefined || body.topic === corrected?.contact?.topic;
  const topic = keepsTopic || body.topic === undefined ? [] : [topicCheck(context, body.topic)];
  return new Change(context)
    .add(putEntry(tenant, entry), mustStay(subject, context), ...mirrored, ...topic)
    .add(...correction(context, entry, [subject, ...others.map((id) => ({ type: 'contact' as const, id }))]))
    .event(contactLoggedV1, {
      subject,
      entryId: entry.id,
      occurredAt: entry.occurredAt,
      channel: contact.channel,
      ...(contact.direction === undefined ? {} : { direction: contact.direction }),
      ...(others.length > 0 ? { contactIds: others } : {}),
      ...corrects(entry),
    })
    .commit(table, { status: 201, body: entry });
}

const tooManyPeople = (): KartotekaError =>
  invalid([
    {
      pointer: '/contactIds',
      code: 'list.too-long',
      message: `One contact names ${MAX_PEOPLE} people at most, the person of the card among them.`,
    },
  ]);

const topicCheck = (context: RequestContext, topic: string): Write =>
  mustBeLive(
    '/topic',
    'entry of the dictionary contact-topics',
    dictionaryEntryKey(context.caller.tenant, 'contact-topics', topic),
    {
      active: true,
    },
  );

const corrects = (entry: TimelineEntry): { corrects?: string } =>
  entry.corrects === undefined ? {} : { corrects: entry.corrects };

/**
 * An entry about something that happened at the stated time; by default when what it corrects happened, or now.
 *
 * @throws KartotekaError `body.invalid` with `time.in-future`
 */
function entryAt(
  context: RequestContext,
  subject: Subject,
  kind: 'note' | 'contact-logged',
  stated: {
    readonly occurredAt?: string | undefined;
    readonly corrects?: string | undefined;
    readonly corrected: TimelineEntry | undefined;
  },
  details: Pick<TimelineEntry, 'text' | 'contact'>,
): TimelineEntry {
  const { now, caller } = context;
  const occurredAt =
    stated.occurredAt === undefined
      ? (stated.corrected?.occurredAt ?? now.toISOString())
      : toInstant(stated.occurredAt);
  const instant = new Date(occurredAt);
  if (instant.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) {
    throw invalid([
      {
        pointer: '/occurredAt',
        code: 'time.in-future',
        message: 'Log what has happened: this lies in the future.',
      },
    ]);
  }
  if (instant.getTime() < 0) {
    throw invalid([{ pointer: '/occurredAt', code: 'time.too-early', message: 'Give a time from 1970 on.' }]);
  }
  return {
    id: newId(stated.occurredAt === undefined && stated.corrected ? after(stated.corrected) : instant),
    kind,
    subject,
    occurredAt,
    recordedAt: now.toISOString(),
    actor: caller.userId,
    ...details,
    ...(stated.corrects === undefined ? {} : { corrects: stated.corrects }),
  };
}

/** The people named have to be there, and to be visible to the caller. */
async function requireVisibleContacts(
  table: Table,
  context: RequestContext,
  subject: Subject,
  ids: readonly string[],
  known: readonly string[],
): Promise<void> {
  const others = ids.filter((id) => !known.includes(id) && (subject.type !== 'contact' || id !== subject.id));
  const found = await Promise.all(
    others.map((id) =>
      findContact(table, context, id).then(
        () => true,
        (error: unknown) => {
          if (error instanceof KartotekaError && error.kind === 'not-found') return false;
          throw error;
        },
      ),
    ),
  );
  const issues: FieldIssue[] = others.flatMap((id, index) =>
    found[index] ? [] : [unknownReference(`/contactIds/${ids.indexOf(id)}`, 'contact')],
  );
  if (issues.length > 0) throw invalid(issues);
}
