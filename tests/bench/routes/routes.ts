import { join } from 'node:path';
import { inFolder } from '../folder.ts';
import { type Effort, type Findings, isWanted, type Section } from '../section.ts';
import { synthesizeForBench } from '../stack/assembly.ts';
import { layGround } from '../stack/ground.ts';
import { type BaseSize, fillBase } from './client-base.ts';
import { compareRoutes, type MeasuredRoute } from './compare-routes.ts';
import { MAIN_ROUTES, type MainRoute } from './main-routes.ts';
import { type RecordedRoutes, recordRoutes } from './record-routes.ts';
import { aimsFor, notesOn, tableOf } from './route-findings.ts';
import { countOf, FULL, QUICK, type Samples } from './samples.ts';

/** What a run of the routes takes. */
export interface RoutesRun {
  readonly routes: readonly MainRoute[];
  /** Cards that are read, and cards of each pool that are written on. */
  readonly cards: BaseSize;
  readonly samples: Samples;
  readonly note: (line: string) => void;
}

export interface MeasuredRoutes {
  readonly recorded: RecordedRoutes;
  readonly measured: readonly MeasuredRoute[];
}

/** Lays down a client base, records what the routes ask of the engine, and measures both. */
export function measureRoutes({ routes, cards, samples, note }: RoutesRun): Promise<MeasuredRoutes> {
  return inFolder(async (folder) => {
    const assembly = await synthesizeForBench(note);
    note('  laying down a client base');
    const ground = await layGround(join(folder, 'ground'), assembly, (running) => fillBase(running, cards));
    note('  recording what each route asks of the engine');
    const recorded = await recordRoutes(ground, join(folder, 'recording'), routes, ({ kind }) =>
      // Reads are asked again and again: one recording of each card is enough.
      kind === 'read' ? ground.facts.read.length : countOf(samples, kind),
    );
    return { recorded, measured: await compareRoutes({ ground, folder, recorded, samples, note }) };
  });
}

const FULL_CARDS: BaseSize = { read: 32, written: 128 };
const QUICK_CARDS: BaseSize = { read: 2, written: 40 };

async function run(effort: Effort): Promise<Findings> {
  const { quick, note } = effort;
  const [samples, cards] = quick ? [QUICK, QUICK_CARDS] : [FULL, FULL_CARDS];
  const wanted = MAIN_ROUTES.filter(({ name }) => isWanted(effort, name));
  const { measured } = await measureRoutes({ routes: wanted, cards, samples, note });
  return { tables: [tableOf(measured)], aims: measured.flatMap(aimsFor), notes: notesOn(samples) };
}

/** Each main route next to the engine requests that it makes, made raw. */
export const routes: Section = {
  name: 'routes',
  about: 'each main route next to its own engine requests made raw',
  run,
};
