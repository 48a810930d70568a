import { beforeAll, describe, expect, test } from 'vitest';
import { operationOf } from '../load/use.ts';
import { SIDES } from './compare-routes.ts';
import { MAIN_ROUTES } from './main-routes.ts';
import { aimsFor, tableOf } from './route-findings.ts';
import { type MeasuredRoutes, measureRoutes } from './routes.ts';
import type { Samples } from './samples.ts';

const SAMPLES: Samples = {
  rounds: 1,
  calls: { read: { 1: 2, 32: 4 }, write: { 1: 2, 32: 8 } },
  warmUp: { read: 2, write: 2 },
};

/** As many calls as the test makes of a write. */
const WRITES = 12;

let run: MeasuredRoutes;

beforeAll(async () => {
  const routes = MAIN_ROUTES.filter(({ name }) =>
    ['open card', 'write note', 'change company'].includes(name),
  );
  run = await measureRoutes({
    routes,
    cards: { read: 2, written: 8 },
    samples: SAMPLES,
    note: () => undefined,
  });
}, 240_000);

const recordingOf = (name: string) => {
  const [, script] = [...run.recorded].find(([route]) => route.name === name) ?? [];
  if (!script) throw new Error(`${name} was not recorded.`);
  const steps = script.uses.map((use) => use.steps.map((step) => step.map(operationOf)));
  return { script, steps };
};

describe('what is recorded of a route', () => {
  test('is each request of it, together where the product sends them together', () => {
    const note = [['GetItem'], ['TransactWriteItems']];
    const [cards, notes] = [recordingOf('open card').steps, recordingOf('write note').steps];
    expect(cards.map((steps) => steps.slice(-1))).toEqual([[['Query', 'Query']], [['Query', 'Query']]]);
    expect(notes.map((steps) => steps.slice(-2))).toEqual(Array.from({ length: WRITES }, () => note));
    // An environment that does not know the caller yet, or no more, asks first.
    const caller = [['Query'], ['GetItem']];
    for (const before of [...cards.map((one) => one.slice(0, -1)), ...notes.map((one) => one.slice(0, -2))])
      expect([[], caller]).toContainEqual(before);
  });

  test('has what subscribers ask for with it, once for each event', () => {
    const { reactions } = recordingOf('write note').script;
    expect(reactions).toHaveLength(WRITES);
    for (const { use } of reactions) {
      expect(use.steps.map((step) => step.map(operationOf))).toEqual([
        ['BatchGetItem'],
        ['TransactWriteItems'],
      ]);
    }
    expect(recordingOf('change company').script.reactions).toEqual([]);
  });

  test('waits for what it builds on: the second change of a card for the first', () => {
    const { uses } = recordingOf('change company').script;
    expect(uses.map(({ after = [] }) => after)).toEqual([
      ...Array.from({ length: 8 }, () => []),
      ...Array.from({ length: WRITES - 8 }, (_, index) => [index]),
    ]);
  });
});

test('each route is measured on each side, call by call', () => {
  expect(run.measured).toHaveLength(6);
  for (const { route, connections, rounds } of run.measured) {
    for (const side of SIDES) {
      expect(rounds[side].map(({ latencies }) => latencies.length)).toEqual([
        SAMPLES.calls[route.kind][connections],
      ]);
      for (const { latencies, elapsed } of rounds[side]) {
        expect(Math.min(...latencies)).toBeGreaterThan(0);
        expect(elapsed).toBeGreaterThanOrEqual(Math.max(...latencies));
      }
    }
  }
});

test('figures and aims are of the routes, p50 at each number of connections and throughput at many', () => {
  const { rows } = tableOf(run.measured);
  expect(rows.map(({ route, connections }) => [route, connections])).toEqual(
    run.measured.map(({ route, connections }) => [route.name, connections]),
  );
  const figures = rows.flatMap((row) => Object.values(row)).filter((cell) => typeof cell === 'number');
  expect(figures.every(Number.isFinite)).toBe(true);
  const aims = run.measured.flatMap(aimsFor);
  expect(aims.filter(({ unit }) => unit === 'ms')).toHaveLength(6);
  expect(aims.filter(({ unit }) => unit === 'times raw').map(({ of }) => of)).toEqual([
    'open card, 32',
    'change company, 32',
    'write note, 32',
  ]);
});
