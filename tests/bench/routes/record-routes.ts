import { expectStatus } from '../../e2e/running-stack.ts';
import type { Call, Use } from '../load/use.ts';
import { inOrder } from '../record/order.ts';
import { whileRecording } from '../record/record.ts';
import type { Recorded } from '../record/recording-proxy.ts';
import { eventsOf, reactionsTo, type Script, stepsOf } from '../record/script.ts';
import type { Ground } from '../stack/ground.ts';
import { settled } from '../stack/settled.ts';
import type { ClientBase } from './client-base.ts';
import type { MainRoute } from './main-routes.ts';

/** What a route's calls ask of the engine, in the order of the calls. */
export type RecordedRoutes = ReadonlyMap<MainRoute, Script>;

/**
 * Makes the calls of each route, one after the other, and records what they ask of the engine, and what subscribers ask
 * for when the events of these calls reach them.
 */
export async function recordRoutes(
  ground: Ground<ClientBase>,
  folder: string,
  routes: readonly MainRoute[],
  countFor: (route: MainRoute) => number,
): Promise<RecordedRoutes> {
  return await whileRecording(ground, folder, async ({ running, proxy }) => {
    const { facts } = ground;
    const token = await running.signIn(facts.agent);
    const make = async (call: Call): Promise<void> => {
      const raw = call.body === undefined ? {} : { raw: call.body };
      const status = call.method === 'POST' ? 201 : 200;
      await expectStatus(running.call(call.method, call.path, { token, ...raw }), status);
    };
    const scripts = new Map<MainRoute, Script>();
    for (const route of routes) {
      const isServing = (caller: string): boolean => caller.endsWith(`-${route.servedBy}`);
      // Reads do not change what they meet: the first one only lets the function get to know its caller.
      if (route.kind === 'read') await make(route.call(facts, 0));
      proxy.take();
      const uses: Use[] = [];
      for (let index = 0; index < countFor(route); index += 1) {
        await make(route.call(facts, index));
        uses.push({ steps: stepsOf(proxy.take(isServing)) });
      }
      await settled(running.stack);
      scripts.set(route, scriptOf(uses, proxy.take()));
    }
    return scripts;
  });
}

function scriptOf(uses: readonly Use[], bySubscribers: readonly Recorded[]): Script {
  const events = new Set(uses.flatMap(eventsOf));
  return { uses: inOrder(uses), reactions: reactionsTo(events, bySubscribers) };
}
