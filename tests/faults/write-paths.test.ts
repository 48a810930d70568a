import { afterAll, describe, expect, inject, test } from 'vitest';
import type { Route } from '../../shared/route.ts';
import type { Prepared } from './background-paths.ts';
import { EFFECTS } from './effects.ts';
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
  const writing = Object.entries<Route>(ROUTES).filter(([, route]) => route.method !== 'GET');
  const names = writePaths.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(writing.map(([id]) => id)));
  expect(new Set(names).size).toBe(names.length);
});

describe.concurrent.each(writePaths.map((path) => [path.name, path] as const))('%s', (_, path) => {
  const prepared = once<Prepared>(() => path.prepare(endpoint));
  const keyed = path.repeat === 'replayed' ? 'key' : undefined;
  const course = once<Undisturbed>(async () => runUndisturbed(path, await prepared(), stages, keyed));
  test('writes all that belongs together, once', async () =>
    expect((await course()).effect).toBe(EFFECTS[path.name]));
  test.each(named([...transactionFaults, ...sequences, ...readFaults]))('%s', async (_name, fault) =>
    play(path, await course(), fault, stages, keyed),
  );
  if (keyed === undefined) return;
  const bare = once<Undisturbed>(async () => runUndisturbed(path, await prepared(), stages));
  // What is ridden over does not differ; what a stored answer would have told does.
  const told = [...transactionFaults, ...sequences].filter((fault) => fault.outcome(false) !== 'success');
  test.each(named(told))('without an Idempotency-Key: %s', async (_name, fault) =>
    play(path, await bare(), fault, stages),
  );
});
