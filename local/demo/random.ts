/** Chance that repeats itself: the same seed gives the same demo data on every machine. */
export interface Random {
  /** A fraction from 0 to below 1. */
  next(): number;
  /** A whole number, both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  /** @throws {RangeError} for an empty list */
  pick<T>(list: readonly T[]): T;
  /** One of the given values, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T;
  /** Some different elements of a list, at most as many as it has. */
  sample<T>(list: readonly T[], count: number): T[];
  /** Fills each `#` of a mask with a digit. */
  digits(mask: string): string;
  /** A stream of its own, so that more draws in one part of the data leave the others as they are. */
  fork(name: string): Random;
}

export function createRandom(seed: string): Random {
  const next = generator(seed);
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => at(list, int(0, list.length - 1));
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted: (choices) => {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of choices) {
        left -= weight;
        if (left < 0) return value;
      }
      return at(choices, choices.length - 1)[0];
    },
    sample: (list, count) => {
      const rest = [...list];
      const taken = Math.min(count, rest.length);
      return Array.from({ length: taken }, () => at(rest.splice(int(0, rest.length - 1), 1), 0));
    },
    digits: (mask) => mask.replaceAll('#', () => String(int(0, 9))),
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}

function at<T>(list: readonly T[], index: number): T {
  if (index < 0 || index >= list.length) throw new RangeError('There is nothing to choose from.');
  return list[index] as T;
}

/** SplitMix32 over a hash (FNV-1a) of the seed: plenty for names and dates, useless for secrets. */
function generator(seed: string): () => number {
  let state = 0x811c9dc5;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
