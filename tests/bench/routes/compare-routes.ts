import { join } from 'node:path';
import { createTeardown } from '../../../local/teardown.ts';
import { turned } from '../interleave.ts';
import type { Played } from '../load/use.ts';
import { type Script, sliceOf } from '../record/script.ts';
import type { Ground } from '../stack/ground.ts';
import { type Side, startProduct, startRaw } from '../stack/sides.ts';
import type { ClientBase } from './client-base.ts';
import type { MainRoute } from './main-routes.ts';
import type { RecordedRoutes } from './record-routes.ts';
import { CONNECTIONS, type Connections, countOf, placeOf, type Samples } from './samples.ts';

/** The product; its engine requests by the SDK's client; the same as bytes that are ready. */
export const SIDES = ['product', 'raw', 'wire'] as const;
export type SideName = (typeof SIDES)[number];

/** What was measured of one route at so many connections: every round of every side. */
export interface MeasuredRoute {
  readonly route: MainRoute;
  readonly connections: Connections;
  readonly rounds: Readonly<Record<SideName, readonly Played[]>>;
}

export interface Comparison {
  readonly ground: Ground<ClientBase>;
  /** Folder for the copies of the ground. */
  readonly folder: string;
  readonly recorded: RecordedRoutes;
  readonly samples: Samples;
  readonly note: (line: string) => void;
}

type Sides = Readonly<Record<SideName, Side>>;
type Scripts = Readonly<Record<SideName, Script>>;

/**
 * Measures every route, round after round; in each, the sides take their turns right after each other, each round another
 * one first, so that whatever else goes on on the machine hits all alike.
 */
export async function compareRoutes(comparison: Comparison): Promise<MeasuredRoute[]> {
  const { recorded, samples, ground, note } = comparison;
  const teardown = createTeardown(note);
  try {
    const sides = await startSides(comparison, (side) => teardown.add(side.stop));
    const scripts = new Map(
      [...recorded].map(([route, script]) => [route, scriptsOf(route, script, ground.facts, samples)]),
    );
    note('  warming up');
    for (const [route, ofRoute] of scripts) await warmUp(sides, route, ofRoute, samples.warmUp[route.kind]);
    const measured = [...scripts.keys()].flatMap((route) =>
      CONNECTIONS.map((connections) => ({ route, connections, rounds: noRounds() })),
    );
    for (let round = 0; round < samples.rounds; round += 1) {
      note(`  round ${round + 1} of ${samples.rounds}`);
      for (const { route, connections, rounds } of measured) {
        const { from, to } = placeOf(samples, route.kind, round, connections);
        const ofRoute = scripts.get(route);
        if (ofRoute === undefined) throw new Error(`${route.name} was not recorded.`);
        for (const name of turned(SIDES, round)) {
          rounds[name].push(await playOn(sides[name], route, sliceOf(ofRoute[name], from, to), connections));
        }
      }
    }
    return measured;
  } finally {
    await teardown.run();
  }
}

const noRounds = (): Record<SideName, Played[]> => ({ product: [], raw: [], wire: [] });

/** What a side still has to do after writes is over before another one is measured. */
async function playOn(side: Side, { kind }: MainRoute, script: Script, connections: number): Promise<Played> {
  const played = await side.play(script, connections);
  if (kind === 'write') await side.settle();
  return played;
}

async function warmUp(sides: Sides, route: MainRoute, scripts: Scripts, count: number): Promise<void> {
  for (const name of SIDES) await playOn(sides[name], route, sliceOf(scripts[name], 0, count), 32);
}

/** The product gets the calls, the others what was recorded of them; reads are repeated as often as they are needed. */
function scriptsOf(route: MainRoute, recorded: Script, base: ClientBase, samples: Samples): Scripts {
  const indexes = Array.from({ length: countOf(samples, route.kind) }, (_, index) => index);
  const calls: Script = {
    uses: indexes.map((index) => ({ steps: [[route.call(base, index)]] })),
    reactions: [],
  };
  const { uses } = recorded;
  const raw: Script =
    route.kind === 'write'
      ? recorded
      : { uses: indexes.flatMap((index) => uses[index % uses.length] ?? []), reactions: [] };
  return { product: calls, raw, wire: raw };
}

async function startSides({ ground, folder }: Comparison, started: (side: Side) => void): Promise<Sides> {
  const product = await startProduct(ground, join(folder, 'product'), ground.facts.agent);
  started(product);
  const { tableName: table, plan } = product.running.stack;
  const readers = plan.ofType('AWS::Lambda::EventSourceMapping').length;
  const raw = await startRaw(ground, join(folder, 'raw'), { client: 'sdk', table, readers });
  started(raw);
  const wire = await startRaw(ground, join(folder, 'wire'), { client: 'http', table, readers });
  started(wire);
  return { product, raw, wire };
}
