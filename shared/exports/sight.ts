import * as z from 'zod';
import { type Actor, roleSchema, type Sight, sightOf, visibilitySchema } from '../access.ts';
import { ulidSchema } from '../ulid.ts';

/** By what an export's asker saw the rows that are in its file. */
export const makingSightSchema = z.strictObject({
  role: roleSchema,
  teamIds: z.array(ulidSchema),
  visibility: visibilitySchema,
});
export type MakingSight = z.output<typeof makingSightSchema>;

/** Of files from before it was written down: as wide as can be, so that nobody is shown too much. */
export const WIDEST_SIGHT: MakingSight = { role: 'admin', teamIds: [], visibility: 'all' };

/** What of a caller settles which rows are seen. */
export const makingSightOf = ({ role, teamIds, visibility }: Omit<Actor, 'userId'>): MakingSight => ({
  role,
  teamIds: [...teamIds].sort(),
  visibility,
});

/** Whether somebody still sees everything that they saw when the file was made. */
export const seesAsMuch = (actor: Actor, makings: readonly MakingSight[]): boolean =>
  makings.every((making) => covers(sightOf(actor), sightOf({ ...making, userId: actor.userId })));

function covers(now: Sight, then: Sight): boolean {
  if (now.all) return true;
  if (then.all || (then.unassigned && !now.unassigned)) return false;
  return then.teams.every((team) => now.teams.includes(team));
}
