import type { StoredItem } from '../../functions/runtime/table/item.ts';
import type { Outcome } from './api-calls.ts';
import { effectOf } from './effects.ts';
import { holdNext } from './hold.ts';
import {
  type Act,
  apiAct,
  type CallParts,
  createPathBed,
  needed,
  type PathBed,
  type RouteId,
} from './path-bed.ts';
import type { Stages } from './stage.ts';

/** Two acts that meet: the second is done while the first, having read, is on its way to the engine. */
export interface Meeting {
  readonly slow: Act;
  readonly quick: Act;
}

export interface Met {
  readonly slow: Outcome;
  readonly quick: Outcome;
  readonly after: readonly StoredItem[];
  /** What both did to the table, and what the quick one did to it. */
  readonly effect: string;
  readonly quickEffect: string;
}

/** Prepares two acts, and lets them meet on a stage. */
export async function meet(stages: Stages, prepare: (bed: PathBed) => Promise<Meeting>): Promise<Met> {
  const bed = await createPathBed(stages.endpoint);
  const { slow, quick } = await prepare(bed);
  const before = needed(await bed.items());
  return stages.with(before, async ({ proxy, table, items }) => {
    const held = holdNext(proxy);
    const first = slow({ table });
    await held.arrived;
    const second = await quick({ table });
    const between = await items();
    held.letGo();
    const outcome = await first;
    const after = await items();
    const effects = { effect: effectOf(before, after), quickEffect: effectOf(before, between) };
    return { slow: outcome, quick: second, after, ...effects };
  });
}

/** A route's call by the administrator, or by the owner of another address. */
export const act = (bed: PathBed, route: RouteId, parts: CallParts, caller?: string): Act =>
  apiAct({ ...bed.call(route, parts), ...(caller === undefined ? {} : { caller }) });
export const firm = (bed: PathBed, body: object = {}): Promise<string> =>
  bed.make('createCompany', { body: { name: 'Ромашка', ...body } });
export const person = (bed: PathBed): Promise<string> =>
  bed.make('createContact', { body: { name: 'Иван Петров' } });
/** The item of a kind of which there is one. */
export const one = (items: readonly StoredItem[], kind: string) => items.find((item) => item.kind === kind);
