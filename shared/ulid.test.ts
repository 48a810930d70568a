import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createUlidFactory, ulidRange, ulidSchema, ulidTime } from './ulid.ts';

const LAST_INSTANT = 2 ** 48 - 1;
const instant = fc.integer({ min: 0, max: LAST_INSTANT });
const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('createUlidFactory', () => {
  it('gives valid, distinct identifiers that grow, on the real clock and chance', () => {
    const next = createUlidFactory();
    const ids = Array.from({ length: 2_000 }, () => next());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    for (const id of ids) ulidSchema.parse(id);
    expect(Math.abs(ulidTime(next()).getTime() - Date.now())).toBeLessThan(10_000);
  });

  it('grows even when the clock stands still or goes back', () => {
    fc.assert(
      fc.property(fc.array(instant, { minLength: 2, maxLength: 20 }), fraction, (clock, chance) => {
        let tick = 0;
        const next = createUlidFactory({ now: () => clock[tick++] ?? 0, random: () => chance * 0.9 });
        const ids = clock.map(() => next());
        expect(ids.toSorted()).toEqual(ids);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('repeats itself on a given clock and chance, from the first millisecond on', () => {
    const next = createUlidFactory({ now: () => 0, random: () => 0.5 });
    expect([next(), next()]).toEqual(['0000000000GGGGGGGGGGGGGGGG', '0000000000GGGGGGGGGGGGGGGH']);
  });

  it('keeps the time it was made at', () => {
    fc.assert(
      fc.property(instant, fraction, (now, chance) => {
        const id = createUlidFactory({ now: () => now, random: () => chance })();
        expect(ulidTime(ulidSchema.parse(id)).getTime()).toBe(now);
      }),
    );
  });
});

describe('ulidRange', () => {
  it('holds exactly the identifiers of its period', () => {
    fc.assert(
      fc.property(instant, instant, instant, fraction, (one, two, now, chance) => {
        const [from, to] = one <= two ? [one, two] : [two, one];
        const { min, max } = ulidRange(new Date(from), new Date(to));
        const id = createUlidFactory({ now: () => now, random: () => chance })();
        expect(min <= id && id <= max).toBe(from <= now && now <= to);
        expect(ulidSchema.safeParse(min).success && ulidSchema.safeParse(max).success).toBe(true);
      }),
    );
  });

  it('refuses times it cannot express', () => {
    expect(() => ulidRange(new Date(Number.NaN), new Date())).toThrow(RangeError);
    expect(() => ulidRange(new Date(-1), new Date())).toThrow(RangeError);
  });
});

describe('ulidSchema', () => {
  it('takes the specification’s example and both ends', () => {
    for (const id of ['01ARZ3NDEKTSV4RRFFQ69G5FAV', '0'.repeat(26), `7${'Z'.repeat(25)}`]) {
      expect(ulidSchema.parse(id)).toBe(id);
    }
    expect(ulidTime('01ARZ3NDEKTSV4RRFFQ69G5FAV').toISOString()).toBe('2016-07-30T23:54:10.259Z');
  });

  it.each([
    ['lower case', '01arz3ndektsv4rrffq69g5fav'],
    ['over 128 bits', '80000000000000000000000000'],
    ['letters Crockford leaves out', '01ARZ3NDEKTSV4RRFFQ69G5FAU'],
    ['too short', '01ARZ3NDEKTSV4RRFFQ69G5FA'],
    ['a line feed after it', '01ARZ3NDEKTSV4RRFFQ69G5FAV\n'],
    ['a key separator', '01ARZ3NDEKTSV4RRFFQ69G5FA#'],
  ])('refuses %s', (_, text) => {
    expect(ulidSchema.safeParse(text).error?.issues[0]).toMatchObject({ params: { code: 'ulid.invalid' } });
  });

  it('has an example that it accepts, and a pattern for OpenAPI', () => {
    const described = z.toJSONSchema(ulidSchema).$defs?.['Ulid'];
    for (const example of described?.examples ?? []) expect(ulidSchema.parse(example)).toBe(example);
    expect(described?.examples?.length).toBeGreaterThan(0);
    expect(described).toMatchObject({ type: 'string', pattern: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$' });
  });
});
