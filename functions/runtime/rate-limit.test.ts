import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decide,
  ENVIRONMENTS,
  leased,
  leasedBlindly,
  remaining,
  secondsLeft,
  shareOf,
  type Usage,
  windowOf,
} from './rate-limit.ts';

const WINDOW = 29_760_000;

/** Environments that share one counter. A lease is asked for and answered in two steps, so that others come in between. */
class Fleet {
  readonly served: number[];
  readonly refused: number[];
  counter = 0;
  leases = 0;
  readonly #usages: (Usage | undefined)[];
  readonly #asked: (number | undefined)[];
  readonly #limit: number;

  constructor(environments: number, limit: number) {
    this.#limit = limit;
    this.served = new Array<number>(environments).fill(0);
    this.refused = new Array<number>(environments).fill(0);
    this.#usages = new Array<undefined>(environments).fill(undefined);
    this.#asked = new Array<undefined>(environments).fill(undefined);
  }

  get total(): number {
    return this.served.reduce((sum, one) => sum + one, 0);
  }

  /** A request, or the answer to the lease that the environment waits for. */
  step(environment: number): 'serve' | 'lease' | 'refuse' | 'answer' {
    const counter = this.#asked[environment];
    const known = this.#usages[environment];
    if (counter !== undefined && known) {
      this.#asked[environment] = undefined;
      this.#usages[environment] = leased(this.#limit, known, counter);
      return 'answer';
    }
    const { act, usage } = decide(this.#limit, known, WINDOW);
    this.#usages[environment] = usage;
    if (act === 'serve') this.served[environment] = (this.served[environment] ?? 0) + 1;
    if (act === 'refuse') this.refused[environment] = (this.refused[environment] ?? 0) + 1;
    if (act === 'lease') {
      this.leases += 1;
      this.counter += shareOf(this.#limit);
      this.#asked[environment] = this.counter;
    }
    return act;
  }

  remaining(environment: number): number {
    const usage = this.#usages[environment];
    return usage ? remaining(this.#limit, usage) : this.#limit;
  }
}

/** A fleet, and which of its environments moves at each step: far more steps than anything is allowed. */
const runs = fc
  .record({
    environments: fc.integer({ min: 1, max: ENVIRONMENTS }),
    limit: fc.integer({ min: 32, max: 200 }),
  })
  .chain(({ environments, limit }) =>
    fc.record({
      environments: fc.constant(environments),
      limit: fc.constant(limit),
      moves: fc.array(fc.nat({ max: environments - 1 }), { minLength: 1, maxLength: 5 * limit, size: 'max' }),
    }),
  );

describe('the limit of a tenant', () => {
  it('is never exceeded by more than a share for each environment: by 2x at 32', () => {
    fc.assert(
      fc.property(runs, ({ environments, limit, moves }) => {
        const fleet = new Fleet(environments, limit);
        for (const environment of moves) fleet.step(environment);
        expect(fleet.total).toBeLessThanOrEqual(limit + environments * shareOf(limit));
        expect(fleet.total).toBeLessThanOrEqual(2 * limit);
      }),
    );
  });

  it('is served whole before anybody is refused, however the requests fall', () => {
    fc.assert(
      fc.property(runs, ({ environments, limit, moves }) => {
        const fleet = new Fleet(environments, limit);
        const move = (environment: number): void => {
          if (fleet.step(environment) === 'refuse') expect(fleet.total).toBeGreaterThanOrEqual(limit);
        };
        moves.forEach(move);
        // Whoever was not refused so far asks on until it is.
        for (const environment of fleet.refused.keys())
          while (fleet.refused[environment] === 0) move(environment);
      }),
    );
  });

  it('is what a single environment serves, and a share more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 32, max: 5_000 }), (limit) => {
        const fleet = new Fleet(1, limit);
        while (fleet.refused[0] === 0) fleet.step(0);
        expect(fleet.total).toBe(limit + shareOf(limit));
      }),
    );
  });

  it('is twice over what 32 busy environments serve, at most', () => {
    const fleet = new Fleet(ENVIRONMENTS, 3_000);
    for (let step = 0; step < 10_000; step += 1) fleet.step(step % ENVIRONMENTS);
    expect(fleet.total).toBe(3_000 + 32 * 93);
    expect(fleet.refused.every((refused) => refused > 0)).toBe(true);
  });

  it('costs nothing within the share, beyond it one lease for each share of the limit, and one for each environment to hear of its end', () => {
    fc.assert(
      fc.property(runs, ({ environments, limit, moves }) => {
        const fleet = new Fleet(environments, limit);
        for (const environment of moves) {
          if (fleet.step(environment) === 'lease')
            expect(fleet.served[environment]).toBeGreaterThanOrEqual(shareOf(limit));
        }
        expect(fleet.leases).toBeLessThanOrEqual(Math.ceil(limit / shareOf(limit)) + environments);
      }),
    );
  });

  it('tells what is left, never more than the limit and never less than nothing', () => {
    fc.assert(
      fc.property(runs, ({ environments, limit, moves }) => {
        const fleet = new Fleet(environments, limit);
        for (const environment of moves) {
          fleet.step(environment);
          const left = fleet.remaining(environment);
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left).toBeLessThanOrEqual(limit - Math.min(limit, fleet.served[environment] ?? 0));
        }
      }),
    );
  });
});

describe('one environment', () => {
  const fresh = (window: number): Usage => decide(320, undefined, window).usage;

  it('begins anew in each window', () => {
    const spent: Usage = { window: WINDOW, served: 330, allowed: 330, leased: 320 };
    expect(decide(320, spent, WINDOW).act).toBe('refuse');
    expect(decide(320, spent, WINDOW + 1)).toEqual({
      act: 'serve',
      usage: { window: WINDOW + 1, served: 1, allowed: 10, leased: 0 },
    });
  });

  it('is given what the limit still has, and nothing beyond it', () => {
    expect(leased(320, fresh(WINDOW), 10).allowed).toBe(20);
    expect(leased(325, fresh(WINDOW), 330)).toMatchObject({ allowed: 15, leased: 325 });
    expect(leased(320, fresh(WINDOW), 330)).toMatchObject({ allowed: 10, leased: 320 });
    expect(leased(320, fresh(WINDOW), 9_990)).toMatchObject({ allowed: 10, leased: 320 });
  });

  it('takes a share when nobody answers, and asks again after that', () => {
    const spent: Usage = { window: WINDOW, served: 10, allowed: 10, leased: 0 };
    const blind = leasedBlindly(320, spent);
    expect(blind).toEqual({ ...spent, allowed: 20 });
    expect(decide(320, { ...blind, served: 20 }, WINDOW).act).toBe('lease');
  });

  it('counts its windows in whole minutes', () => {
    expect(windowOf(new Date('2026-11-25T10:00:00.000Z'))).toBe(
      windowOf(new Date('2026-11-25T10:00:59.999Z')),
    );
    const window = windowOf(new Date('2026-11-25T10:00:00.000Z'));
    expect(windowOf(new Date('2026-11-25T10:01:00.000Z'))).toBe(window + 1);
    expect(secondsLeft(window, new Date('2026-11-25T10:00:00.000Z'))).toBe(60);
    expect(secondsLeft(window, new Date('2026-11-25T10:00:00.001Z'))).toBe(60);
    expect(secondsLeft(window, new Date('2026-11-25T10:00:59.999Z'))).toBe(1);
  });
});
