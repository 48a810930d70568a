import { afterAll, describe, expect, inject, test } from 'vitest';
import type { Route } from '../../shared/route.ts';
import type { Prepared } from './background-paths.ts';
import { EFFECTS, TRANSACTIONS } from './effects.ts';
import { type FaultCase, readFaults, sequences, transactionFaults } from './fault-cases.ts';
import { once } from './once.ts';
import { ROUTES } from './path-bed.ts';
import { play } from './play.ts';
import { createStages } from './stage.ts';
import { runUndisturbed, type Undisturbed } from './undisturbed.ts';
import { writePaths } from './write-paths.ts';

const endpoint = inject('dynamodbEndpoint');
const stages = createStages(endpoint);
afterAll(stages.stop);

const named = (cases: readonly FaultCase[]) => cases.map((fault) => [fault.name, fault] as const);

test('every route that writes is a write path', () => {
  const writing = Object.entries<Route>(ROUTES).filter(([, route]) => route.method !== 'GET' && !route.asks);
  const names = writePaths.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(writing.map(([id]) => id)));
  expect(new Set(names).size).toBe(names.length);
});

/**
 * Faults that every path meets: what stands in the way, what throttles, what breaks before the commit and what after it.
 * The others differ in where or how often they strike, which the shared table layer answers for: one path of each kind
 * meets them all.
 */
const EVERYWHERE: ReadonlySet<string> = new Set([
  'conflict of the first item for good',
  'conflict of the last item four times',
  'throttling for good',
  '500 after the commit for good',
  'lost reply once',
  'lost reply for good',
  'conflict, then a lost reply',
  '500 of the last read for good',
]);

const IN_FULL: ReadonlySet<string> = new Set(['createCompany', 'statistics of a contact with a person']);

test('the faults that every path meets are there', () => {
  const names = [...transactionFaults, ...sequences, ...readFaults].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([...EVERYWHERE]));
  expect(writePaths.map(({ name }) => name)).toEqual(expect.arrayContaining([...IN_FULL]));
});

describe.concurrent.each(writePaths.map((path) => [path.name, path] as const))('%s', (_, path) => {
  const casesOf = (all: readonly FaultCase[]): readonly FaultCase[] =>
    IN_FULL.has(path.name) ? all : all.filter((fault) => EVERYWHERE.has(fault.name));
  const prepared = once<Prepared>(() => path.prepare(endpoint));
  const keyed = path.repeat === 'replayed' ? 'key' : undefined;
  const course = once<Undisturbed>(async () => runUndisturbed(path, await prepared(), stages, keyed));
  test('writes all that belongs together, once and together', async () => {
    const { effect, states } = await course();
    expect(effect).toBe(EFFECTS[path.name]);
    expect(states).toHaveLength((TRANSACTIONS[path.name] ?? 1) + 1);
  });
  test.each(named(casesOf([...transactionFaults, ...sequences, ...readFaults])))('%s', async (_name, fault) =>
    play(path, await course(), fault, stages, keyed),
  );
  if (keyed === undefined || !IN_FULL.has(path.name)) return;
  const bare = once<Undisturbed>(async () => runUndisturbed(path, await prepared(), stages));
  // What is ridden over does not differ; what a stored answer would have told does.
  const told = [...transactionFaults, ...sequences].filter((fault) => fault.outcome(false) !== 'success');
  test.each(named(told))('without an Idempotency-Key: %s', async (_name, fault) =>
    play(path, await bare(), fault, stages),
  );
});
