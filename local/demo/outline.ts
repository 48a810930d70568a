import type { CompanyFields } from '../../shared/clients/company.ts';
import type { Language } from '../../shared/zone.ts';
import type { TeamKey, UserKey } from './people.ts';
import type { Random } from './random.ts';
import { FOREIGN_FORMS, INDUSTRIES } from './words/firms.ts';
import { type City, FOREIGN_CITIES, RUSSIAN_CITIES } from './words/places.ts';
import type { WorkingTime } from './working-time.ts';

export type Segment = 'key' | 'large' | 'medium' | 'small' | 'individuals';

/** What is settled about a client before anything is written: who, where, whose, since when and until when. */
export interface Outline {
  readonly country: string;
  readonly language: Language;
  readonly city: City;
  readonly industry: string;
  readonly segment: Segment;
  readonly status: CompanyFields['status'];
  readonly owner: UserKey;
  readonly team: TeamKey;
  /** Working days of the first and of the last contact. */
  readonly start: number;
  readonly end: number;
  /** How many people and how many entries on the timeline. */
  readonly people: number;
  readonly entries: number;
  /** The outline of the parent company, by its place. */
  readonly parent?: number;
}

export interface Size {
  readonly companies: number;
  readonly contacts: number;
  readonly entries: number;
}

const RUSSIAN_SHARE = 2 / 3;
/** Clients whom the agents of the home team speak Russian with. */
const RUSSIAN_SPEAKING = new Set(['RU', 'KZ', 'BY']);

const SEGMENTS = [
  ['key', 6],
  ['large', 16],
  ['medium', 38],
  ['small', 34],
] as const satisfies readonly (readonly [Segment, number])[];

/** How much is going on with a client of a segment, compared with a medium one. */
const BUSTLE: Readonly<Record<Segment, number>> = {
  key: 3,
  large: 1.8,
  medium: 1,
  small: 0.6,
  individuals: 0.4,
};

/** Outlines of all companies; the numbers of people and entries add up to what is asked for. */
export function outlineCompanies(size: Size, time: WorkingTime, random: Random): Outline[] {
  const drafts: Omit<Outline, 'people' | 'entries'>[] = [];
  const russian = Math.round(size.companies * RUSSIAN_SHARE);
  for (let place = 0; place < size.companies; place += 1) {
    drafts.push(draft(place < russian ? 'RU' : foreignCountry(random), drafts, time, random));
  }
  const people = apportion(
    size.contacts,
    drafts.map(({ segment }) => (segment === 'individuals' ? 0 : BUSTLE[segment] ** 0.6)),
  );
  const entries = apportion(
    size.entries,
    drafts.map((one) => activity(one, time.last)),
  );
  return drafts.map((one, place) => ({ ...one, people: people[place] ?? 1, entries: entries[place] ?? 1 }));
}

const foreignCountry = (random: Random): string =>
  random.weighted(Object.entries(FOREIGN_FORMS).map(([country, { weight }]) => [country, weight] as const));

type Draft = Omit<Outline, 'people' | 'entries'>;

function draft(country: string, before: readonly Draft[], time: WorkingTime, random: Random): Draft {
  const team: TeamKey = RUSSIAN_SPEAKING.has(country) ? 'home' : 'export';
  const agent = team === 'home' ? random.pick(['anna', 'igor'] as const) : ('james' as const);
  const individual = country === 'RU' && random.chance(0.06);
  const segment = individual ? ('individuals' as const) : random.weighted(SEGMENTS);
  const status = random.weighted([
    ['customer', 45],
    ['prospect', 35],
    ['former', 20],
  ] as const);
  const parent = individual || !random.chance(0.09) ? undefined : findParent(country, before, random);
  const industry = parent === undefined ? random.pick(Object.keys(INDUSTRIES)) : before[parent]?.industry;
  return {
    country,
    language: team === 'home' ? 'ru' : 'en',
    city: random.pick(citiesOf(country)),
    industry: industry ?? 'wholesale',
    segment,
    status,
    owner: segment === 'key' && random.chance(0.6) ? 'manager' : agent,
    team,
    ...life(status, time.last, random),
    ...(parent === undefined ? {} : { parent }),
  };
}

/** A larger firm of the same country that is no branch itself. */
function findParent(country: string, before: readonly Draft[], random: Random): number | undefined {
  const fitting = before.flatMap((one, place) =>
    one.country === country && one.parent === undefined && (one.segment === 'key' || one.segment === 'large')
      ? [place]
      : [],
  );
  return fitting.length === 0 ? undefined : random.pick(fitting);
}

export const citiesOf = (country: string): readonly City[] =>
  country === 'RU' ? RUSSIAN_CITIES : (FOREIGN_CITIES[country] ?? []);

/** First and last day: customers are spoken with up to now, former ones have long been silent, prospects are young. */
function life(status: Outline['status'], last: number, random: Random): { start: number; end: number } {
  const share = (part: number): number => Math.round(last * part);
  if (status === 'customer') {
    return { start: random.int(0, share(0.8)), end: last - random.int(0, Math.min(25, share(0.1))) };
  }
  if (status === 'former') {
    const start = random.int(0, share(0.3));
    return { start, end: start + random.int(share(0.2), share(0.45)) };
  }
  const start = last - Math.floor(share(0.95) * random.next() ** 1.7);
  return { start, end: Math.min(last, start + random.int(5, 90)) };
}

function activity({ status, segment, start, end }: Draft, last: number): number {
  const length = (end - start) / Math.max(1, last);
  if (status === 'prospect') return 0.14 + 0.4 * length;
  return BUSTLE[segment] * (0.15 + length);
}

/** Shares out a total by weight in whole numbers, at least one each (largest remainder). */
export function apportion(total: number, weights: readonly number[]): number[] {
  const spare = Math.max(0, total - weights.length);
  const sum = weights.reduce((one, other) => one + other, 0) || 1;
  const exact = weights.map((weight) => (spare * weight) / sum);
  const shares = exact.map(Math.floor);
  const left = spare - shares.reduce((one, other) => one + other, 0);
  const byRemainder = exact
    .map((share, place) => ({ place, remainder: share - Math.floor(share) }))
    .sort((one, other) => other.remainder - one.remainder || one.place - other.place);
  for (const { place } of byRemainder.slice(0, left)) shares[place] = (shares[place] ?? 0) + 1;
  return shares.map((share) => share + 1);
}
