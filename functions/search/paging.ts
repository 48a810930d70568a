import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ObjectName } from '../../shared/search/object.ts';
import type { SearchInput } from '../../shared/search/question.ts';
import type { Cursors } from '../runtime/cursor.ts';
import type { RequestContext } from '../runtime/request.ts';

/** Where a page begins. */
export interface Place {
  /** Sort keys of the last row of the page before. */
  readonly after?: readonly (string | null)[];
  /** When the first page was asked for. */
  readonly now: Date;
}

const positionSchema = z.strictObject({ after: z.array(z.string().nullable()), now: z.iso.datetime() });

/** The pages of searches: a cursor belongs to the choice of rows and their order, not to what is shown of them. */
export function createPaging(cursors: Cursors) {
  return {
    /** @throws KartotekaError `cursor.invalid` */
    begin: async (context: RequestContext, object: ObjectName, input: SearchInput): Promise<Place> => {
      if (input.cursor === undefined) return { now: context.now };
      const position = await cursors.open(context, questionOf(object, input), input.cursor);
      const { after, now } = positionSchema.parse(JSON.parse(position));
      return { after, now: new Date(now) };
    },
    /** The cursor of the next page. */
    next: (
      context: RequestContext,
      object: ObjectName,
      input: SearchInput,
      { after, now }: Required<Place>,
    ): Promise<string> =>
      cursors.seal(
        context,
        questionOf(object, input),
        JSON.stringify({ after: [...after], now: now.toISOString() } satisfies z.input<
          typeof positionSchema
        >),
      ),
  };
}

/** What a cursor is bound to. */
function questionOf(object: ObjectName, { q, notes, typos, filter, sort }: SearchInput): string {
  const asked = JSON.stringify([object, q, notes, typos, filter, sort]);
  return createHash('sha256').update(asked).digest('base64url');
}
