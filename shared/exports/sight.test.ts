import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Actor, maySee } from '../access.ts';
import { makingSightOf, seesAsMuch } from './sight.ts';

const actor: fc.Arbitrary<Actor> = fc.record({
  userId: fc.constant('u1'),
  role: fc.constantFrom('admin', 'manager', 'agent', 'viewer'),
  teamIds: fc.subarray(['t1', 't2', 't3']),
  visibility: fc.constantFrom('all', 'team', 'own'),
});

/** Every card that a rule can tell apart. */
const CARDS = [undefined, 'u1', 'u2'].flatMap((owner) =>
  [undefined, 't1', 't2', 't3', 't4'].map((team) => ({ owner, team })),
);

describe('seesAsMuch', () => {
  it('is whether every card that was seen is still seen, by the rule of access itself', () => {
    fc.assert(
      fc.property(actor, fc.array(actor, { maxLength: 3 }), (now, thens) => {
        const seen = CARDS.filter((card) => thens.some((then) => maySee(then, card)));
        const still = seen.every((card) => maySee(now, card));
        expect(seesAsMuch(now, thens.map(makingSightOf))).toBe(still);
      }),
      { numRuns: 2_000 },
    );
  });
});
