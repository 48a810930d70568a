import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANSWERS } from '../../docs/examples/answers.ts';
import { QUERY_EXAMPLES } from '../../docs/examples/parameters.ts';
import { placedRoutes } from '../../docs/openapi.ts';
import { EXAMPLES } from '../../docs/openapi-examples.ts';
import { examplePath } from '../../docs/openapi-parameters.ts';
import { API_BASE } from '../../shared/api-base.ts';
import type { Route } from '../../shared/route.ts';
import { eventually } from '../equipment/eventually.ts';
import { AFTERWARDS, callerOf, prepareStage, type Stage, turnOf } from './example-stage.ts';
import { type Answer, type RunningStack, startRunningStack } from './running-stack.ts';
import { fieldsOf } from './story.ts';

/**
 * Plays the examples of the document: each route is called with the example of its parameters and body, and the answer has to have
 * the very fields that the example of its answer has. A new route is played by being there; its examples name the records of others
 * by `EXAMPLE_IDS`.
 */
interface Played {
  readonly id: string;
  readonly route: Route;
  /** The path with the example of each parameter. */
  readonly path: string;
}

const played: readonly Played[] = placedRoutes().map(({ id, route }) => ({
  id,
  route,
  path: examplePath(id, route),
}));

let running: RunningStack;
let stage: Stage;

beforeAll(async () => {
  running = await startRunningStack();
  stage = await prepareStage(running);
});

afterAll(() => running?.stop());

const needsOf = ({ id, path }: Played): string[] =>
  stage.story.unknownIn([path, QUERY_EXAMPLES[id], EXAMPLES[id]]);

function call({ id, route, path }: Played): Promise<Answer> {
  const usual = Object.entries(stage.story.real(QUERY_EXAMPLES[id]) ?? {}).map(
    ([name, value]): [string, string] => [name, String(value)],
  );
  const query = usual.length > 0 ? `?${new URLSearchParams(usual)}` : '';
  const body = stage.story.real(EXAMPLES[id]);
  return callerOf(id, stage).call(
    route.method,
    `${API_BASE}${stage.story.real(path)}${query}`,
    body === undefined ? {} : { body },
  );
}

/** The answer of a route, checked against the example of its answer. */
async function play(one: Played): Promise<void> {
  const { id, route } = one;
  const answer = await call(one);
  const hint = 'what has to be there before, or who else has to call it, stands in example-stage.ts';
  expect(answer.status, `${id} with its examples (${hint}): ${answer.text}`).toBe(route.status);
  expect(answer.headers.has('etag')).toBe(Boolean(route.versioned && route.status !== 204));
  if (route.status === 202) expect(answer.headers.get('location')).toMatch(/^\/api\/v1\/[a-z]+\//);
  const example = ANSWERS[id];
  if (example === undefined) return;
  if (route.status === 201) stage.story.learn(example, answer.body);
  compare(id, example, answer.body);
  await AFTERWARDS[id]?.(stage, answer.body);
}

function compare(id: string, example: unknown, real: unknown): void {
  const told = JSON.stringify(stage.story.retold(real), null, 2);
  expect(
    fieldsOf(example),
    `docs/examples: the fields of the answer of ${id}. It really answers:\n${told}`,
  ).toEqual(fieldsOf(real));
}

it('is answered as each example says, field by field', { timeout: 120_000 }, async () => {
  let left = played.toSorted((one, other) => turnOf(one.id, one.route) - turnOf(other.id, other.route));
  while (left.length > 0) {
    const next = left.find((one) => needsOf(one).length === 0);
    const needs = left.map((one) => `${one.id} needs ${needsOf(one).join(', ')}`);
    if (!next) throw new Error(`No example makes these records of docs/examples/ids.ts: ${needs.join('; ')}`);
    left = left.filter((one) => one !== next);
    // Counters follow a write within seconds.
    if (next.route.method === 'GET' || next.route.asks) await eventually(() => play(next));
    else await play(next);
  }
});
