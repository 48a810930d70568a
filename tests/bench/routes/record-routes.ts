import { expectStatus } from '../../e2e/running-stack.ts';
import { atOnce } from '../at-once.ts';
import type { Call, Use } from '../load/use.ts';
import { inOrder } from '../record/order.ts';
import { isSubscriber, type RecordingStack, whileRecording } from '../record/record.ts';
import type { Recorded } from '../record/recording-proxy.ts';
import { eventsOf, reactionsTo, type Script, stepsOf } from '../record/script.ts';
import type { Ground } from '../stack/ground.ts';
import { settled } from '../stack/settled.ts';
import type { ClientBase } from './client-base.ts';
import type { MainRoute } from './main-routes.ts';

/** What a route's calls ask of the engine, in the order of the calls. */
export type RecordedRoutes = ReadonlyMap<MainRoute, Script>;

/** Writes under way at once while they are recorded: the engine commits several together. */
const AT_ONCE = 8;

/** Makes a call to the product and gives the id of the request. */
type Make = (call: Call) => Promise<string>;

/**
 * Makes the calls of each route and records what they ask of the engine, and what subscribers ask for when the events of
 * these calls reach them.
 */
export async function recordRoutes(
  ground: Ground<ClientBase>,
  folder: string,
  routes: readonly MainRoute[],
  countFor: (route: MainRoute) => number,
): Promise<RecordedRoutes> {
  return await whileRecording(ground, folder, async (recording) => {
    const { facts } = ground;
    const make = await callerFor(recording, facts.agent);
    const scripts = new Map<MainRoute, Script>();
    for (const route of routes) {
      const calls = Array.from({ length: countFor(route) }, (_, index) => route.call(facts, index));
      const record = route.kind === 'read' ? recordReads : recordWrites;
      scripts.set(route, await record(calls, make, recording));
    }
    return scripts;
  });
}

async function callerFor({ running }: RecordingStack, email: string): Promise<Make> {
  const token = await running.signIn(email);
  return async ({ method, path, body }) => {
    const raw = body === undefined ? {} : { raw: body };
    const answer = running.call(method, path, { token, ...raw });
    const { headers } = await expectStatus(answer, method === 'POST' ? 201 : 200);
    return headers.get('apigw-requestid') ?? '';
  };
}

/** One after the other, so that all that is asked for meanwhile belongs to the one call. */
async function recordReads(calls: readonly Call[], make: Make, { proxy }: RecordingStack): Promise<Script> {
  const uses: Use[] = [];
  // Unrecorded: the function gets to know its caller, as it does once in a minute.
  for (const call of calls.slice(0, 1)) await make(call);
  proxy.take();
  for (const call of calls) {
    await make(call);
    uses.push({ steps: stepsOf(proxy.take()) });
  }
  return { uses, reactions: [] };
}

/** Many at once: what they write says which request it is of. */
async function recordWrites(
  calls: readonly Call[],
  make: Make,
  { proxy, running }: RecordingStack,
): Promise<Script> {
  proxy.take();
  const ids = await atOnce(calls.length, AT_ONCE, async (index) => make(calls[index] ?? fail()));
  await settled(running.stack);
  const byRequest = requestsOf(proxy.take((caller) => !isSubscriber(caller)));
  const uses = ids.map((id, index): Use => {
    const requests = byRequest.get(id);
    if (requests === undefined) throw new Error(`Nothing says what call ${index} asked of the engine.`);
    return { steps: stepsOf(requests) };
  });
  const events = new Set(uses.flatMap(eventsOf));
  return { uses: inOrder(uses), reactions: reactionsTo(events, proxy.take()) };
}

const fail = (): never => {
  throw new Error('There is no such call.');
};

const CORRELATION = /"correlationId":\{"S":"([^"]+)"\}/;

/** What each invocation asked for, by the id of its request, which is in the event that it writes. */
export function requestsOf(recorded: readonly Recorded[]): Map<string, Recorded[]> {
  const invocations = Map.groupBy(recorded, ({ caller, invocation }) => `${caller} ${invocation}`);
  return new Map(
    [...invocations.values()].flatMap((requests) => {
      const id = requests.map(({ body }) => CORRELATION.exec(body)?.[1]).find((found) => found !== undefined);
      return id === undefined ? [] : [[id, requests] as const];
    }),
  );
}
