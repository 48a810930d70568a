import type { Subject, TimelineEntry } from '../../shared/clients/timeline.ts';
import { newId } from '../runtime/change.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Write } from '../runtime/table/write.ts';
import { putEntry } from './timeline-item.ts';

type EntryDetails = Omit<TimelineEntry, 'id' | 'subject' | 'occurredAt' | 'recordedAt' | 'actor'>;

/** An entry about something that happens now, by the caller. */
export function entryNow(context: RequestContext, subject: Subject, details: EntryDetails): TimelineEntry {
  const at = context.now.toISOString();
  return {
    id: newId(context.now),
    subject,
    occurredAt: at,
    recordedAt: at,
    actor: context.caller.userId,
    ...details,
  };
}

/** The write of an entry about something that happens now. */
export const writeEntryNow = (context: RequestContext, subject: Subject, details: EntryDetails): Write =>
  putEntry(context.caller.tenant, entryNow(context, subject, details));
