import { expect, test } from 'vitest';
import { CONNECTIONS, countOf, FULL, placeOf, QUICK } from './samples.ts';

test.each([
  ['full', FULL],
  ['quick', QUICK],
] as const)(
  'the calls of a %s run are each made once, in a row, after those of the warm-up',
  (_name, samples) => {
    for (const kind of ['read', 'write'] as const) {
      let end = samples.warmUp[kind];
      for (let round = 0; round < samples.rounds; round += 1) {
        for (const connections of CONNECTIONS) {
          const { from, to } = placeOf(samples, kind, round, connections);
          expect(from).toBe(end);
          expect(to - from).toBe(samples.calls[kind][connections]);
          end = to;
        }
      }
      expect(countOf(samples, kind)).toBe(end);
    }
  },
);
