import { createHash } from 'node:crypto';
import { noteWrittenV1 } from '../../events/note-written.v1.ts';
import type { Subject, TimelineEntry } from '../../shared/clients/timeline.ts';
import type { NoteCells } from '../../shared/imports/row.ts';
import { putEntry } from '../clients/service.ts';
import { type Change, newId } from '../runtime/change.ts';
import { cardPartition } from '../runtime/references.ts';
import type { RequestContext } from '../runtime/request.ts';
import { writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { stale } from '../runtime/versions.ts';
import { importedNoteItem, importedNoteKey } from './import-item.ts';

/** The mark of a note on a card: it is the same where its text and its stated time are. */
export function noteKey({ caller }: RequestContext, subject: Subject, { text, occurredAt }: NoteCells) {
  const hash = createHash('sha256')
    .update(JSON.stringify([text, occurredAt ?? null]))
    .digest('base64url');
  return importedNoteKey(cardPartition(caller.tenant, subject), hash);
}

/** Whether a list has brought this note to this card before. */
export async function isNoteThere(
  table: Table,
  context: RequestContext,
  subject: Subject,
  note: NoteCells,
): Promise<boolean> {
  return (await table.get(noteKey(context, subject, note), { consistent: true })) !== undefined;
}

/** Adds a note of a list to a card, once. */
export function addNote(change: Change, context: RequestContext, subject: Subject, note: NoteCells): Change {
  const { caller, now } = context;
  const occurredAt = note.occurredAt ?? now.toISOString();
  const entry: TimelineEntry = {
    id: newId(new Date(occurredAt)),
    kind: 'note',
    subject,
    occurredAt,
    recordedAt: now.toISOString(),
    actor: caller.userId,
    text: note.text,
  };
  return change
    .add(putEntry(caller.tenant, entry))
    .add({
      op: 'put',
      item: writeItem(importedNoteItem, noteKey(context, subject, note), { entryId: entry.id }),
      condition: { absent: true },
      // Somebody wrote it meanwhile: looked at anew, it is there.
      refused: stale,
    })
    .event(noteWrittenV1, { subject, entryId: entry.id, occurredAt });
}
