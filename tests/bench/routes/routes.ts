import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Effort, Findings, Section } from '../section.ts';
import { synthesizeForBench } from '../stack/assembly.ts';
import { layGround } from '../stack/ground.ts';
import { fillBase } from './client-base.ts';
import { compareRoutes } from './compare-routes.ts';
import { MAIN_ROUTES } from './main-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { aimsFor, NOTES, tableOf } from './route-findings.ts';
import { countOf, FULL, QUICK } from './samples.ts';

/** Cards that are read, and cards of each pool that are written on. */
const CARDS = { read: 32, written: 128 };
const FEW_CARDS = { read: 2, written: 40 };

async function run({ quick, note }: Effort): Promise<Findings> {
  const samples = quick ? QUICK : FULL;
  const folder = await mkdtemp(join(tmpdir(), 'kartoteka-bench-'));
  try {
    const assembly = await synthesizeForBench(note);
    note('  laying down a client base');
    const ground = await layGround(join(folder, 'ground'), assembly, (running) =>
      fillBase(running, quick ? FEW_CARDS : CARDS),
    );
    note('  recording what each route asks of the engine');
    const recorded = await recordRoutes(ground, join(folder, 'recording'), MAIN_ROUTES, ({ kind }) =>
      // Reads are asked again and again: one recording of each card is enough.
      kind === 'read' ? ground.facts.read.length : countOf(samples, kind),
    );
    const measured = await compareRoutes({ ground, folder, recorded, samples, note });
    return {
      tables: [tableOf(measured)],
      aims: measured.flatMap(aimsFor),
      notes: NOTES(samples),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each main route next to the engine requests that it makes, made raw. */
export const routes: Section = {
  name: 'routes',
  about: 'each main route next to its own engine requests made raw',
  run,
};
