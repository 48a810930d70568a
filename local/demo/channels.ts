import type { Random } from './random.ts';
import { MOBILES } from './words/places.ts';

/** Gives out numbers and addresses, none of them twice as long as the reserved ranges last. */
export interface Channels {
  /** A number from masks in which each `#` is any digit. */
  number(masks: readonly string[], random: Random): string;
  /** A mobile number where the country has a range that belongs to nobody. */
  mobile(country: string, random: Random): string | undefined;
  /** A domain of the reserved top level `.example` (RFC 2606). */
  domain(name: string, country: string): string;
  email(local: string, domain: string): string;
}

const TRIES = 40;

export function createChannels(): Channels {
  const taken = new Set<string>();
  const number = (masks: readonly string[], random: Random): string => {
    let made = '';
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      made = random.digits(random.pick(masks));
      if (!taken.has(made)) break;
    }
    taken.add(made);
    return made;
  };
  const unique = (make: (suffix: string) => string): string => {
    for (let suffix = 1; ; suffix += 1) {
      const made = make(suffix === 1 ? '' : String(suffix));
      if (taken.has(made)) continue;
      taken.add(made);
      return made;
    }
  };
  return {
    number,
    mobile: (country, random) => {
      const masks = MOBILES[country];
      return masks && number(masks, random);
    },
    domain: (name, country) => unique((suffix) => `${name}${suffix}${country === 'RU' ? '.ru' : ''}.example`),
    email: (local, domain) => unique((suffix) => `${local}${suffix}@${domain}`),
  };
}
