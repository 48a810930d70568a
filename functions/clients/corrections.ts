import type { Subject, TimelineEntry } from '../../shared/clients/timeline.ts';
import { invalid, KartotekaError } from '../../shared/errors.ts';
import { ulidTime } from '../../shared/ulid.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { contactItem, contactKey } from './contact-item.ts';
import { unknownReference } from './references.ts';
import { correctionItem, correctionKey, timelineItem, timelineKey } from './timeline-item.ts';

/** Where a correction of the same instant stands: right above what it corrects. */
export const after = ({ id }: TimelineEntry): Date => new Date(ulidTime(id).getTime() + 1);

/**
 * The entry that a correction names: of the same card and kind.
 *
 * @throws KartotekaError `body.invalid` with `reference.unknown` or `timeline.correction-mismatch`
 */
export async function findCorrected(
  table: Table,
  context: RequestContext,
  subject: Subject,
  kind: 'note' | 'contact-logged',
  entryId: string | undefined,
): Promise<TimelineEntry | undefined> {
  if (entryId === undefined) return undefined;
  const item = await table.get(timelineKey(context.caller.tenant, subject, entryId), { consistent: true });
  const corrected = item ? readItem(timelineItem, item).data : undefined;
  if (!corrected) throw invalid([unknownReference('/corrects', 'entry on this card')]);
  // A contact of people alone stands on the cards of all of them: any will do.
  if (corrected.origin?.type === 'company') {
    const message = `This entry was written on the card of a ${corrected.origin.type} (${corrected.origin.id}): correct it there.`;
    throw invalid([{ pointer: '/corrects', code: 'timeline.correction-elsewhere', message }]);
  }
  if (corrected.kind === kind) return corrected;
  throw invalid([
    {
      pointer: '/corrects',
      code: 'timeline.correction-mismatch',
      message: 'A note corrects a note, a logged contact a logged contact.',
    },
  ]);
}

/** An entry is corrected once, on every card it stands on; the correction itself may be corrected again. */
export function correction(
  { caller }: RequestContext,
  entry: TimelineEntry,
  subjects: readonly Subject[],
): Write[] {
  const { corrects: corrected, id: by } = entry;
  if (corrected === undefined) return [];
  return subjects.map((subject) => ({
    op: 'put',
    item: writeItem(correctionItem, correctionKey(caller.tenant, subject, corrected), {
      corrects: corrected,
      by,
    }),
    condition: { absent: true },
    refused: (current) =>
      new KartotekaError(
        'conflict',
        'timeline.already-corrected',
        'This entry was corrected before: correct the correction.',
        {
          facts: current ? { correctedBy: readItem(correctionItem, current).data.by } : {},
        },
      ),
  }));
}

/** The people whose cards are there still: a card that was purged must not be begun anew. */
export async function stillThere(
  table: Table,
  { caller }: RequestContext,
  ids: readonly string[],
): Promise<string[]> {
  const items = await table.batchGet(
    ids.map((id) => contactKey(caller.tenant, id)),
    { consistent: true },
  );
  return items.map((item) => readItem(contactItem, item).data.id);
}
