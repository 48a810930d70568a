import { contactLoggedV1 } from '../../events/contact-logged.v1.ts';
import { noteWrittenV1 } from '../../events/note-written.v1.ts';
import type { Subject } from '../../shared/clients/timeline.ts';
import { onEvent, type Subscription } from '../runtime/event.ts';
import type { Table } from '../runtime/table/table.ts';
import { countEntry } from './counting.ts';

/** Keeps the last-contact date and the counts of cards and of the people a contact was with. */
export const statsSubscriptions = (table: Table): Subscription[] => [
  onEvent(contactLoggedV1, async ({ id: eventId, tenant, data }) => {
    const people = (data.contactIds ?? []).map((id): Subject => ({ type: 'contact', id }));
    for (const subject of [data.subject, ...people]) {
      await countEntry(table, { tenant, subject, entryId: data.entryId, eventId });
    }
  }),
  onEvent(noteWrittenV1, ({ id: eventId, tenant, data }) =>
    countEntry(table, { tenant, subject: data.subject, entryId: data.entryId, eventId }),
  ),
];
