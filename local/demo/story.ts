import type { Outline } from './outline.ts';
import type { Random } from './random.ts';

/** One planned entry: the working day, and what it is about; a note has no topic. */
export interface Planned {
  readonly day: number;
  readonly topic?: string;
}

const ACQUISITION = [
  'introduction',
  'needs',
  'offer',
  'negotiation',
  'contract',
  'delivery',
  'payment',
  'support',
];
const COURTSHIP = ['introduction', 'needs', 'offer', 'negotiation', 'needs', 'offer'];
const ORDER = ['offer', 'negotiation', 'contract', 'delivery', 'payment', 'support'];
const INTERLUDES = ['maintenance', 'support', 'complaint', 'payment', 'needs', 'support'];

const NOTES = 0.2;
/** How many entries one run of business takes, from the enquiry to the payment. */
const RUN = 7;
const LONGEST_PAUSE = 6;

/**
 * When what happens with a client: a prospect is courted and then heard of less and less; a customer is won, then
 * orders again and again, with service in between; a former one did so until the end.
 */
export function planStory({ status, start, end }: Outline, entries: number, random: Random): Planned[] {
  const days =
    status === 'prospect'
      ? courtshipDays(start, end, entries, random)
      : businessDays(start, end, entries, random);
  const topics = status === 'prospect' ? repeated(COURTSHIP, entries) : businessTopics(entries, random);
  return days.map((day, place) => {
    const topic = topics[place];
    // The first contact is never just a note.
    return place > 0 && random.chance(NOTES) ? { day } : { day, ...(topic === undefined ? {} : { topic }) };
  });
}

/** Pauses grow: interest cools. */
function courtshipDays(start: number, end: number, entries: number, random: Random): number[] {
  let day = start;
  return Array.from({ length: entries }, (_, place) => {
    if (place > 0) day = Math.min(end, day + random.int(1, 3 + place * 2));
    return day;
  });
}

/** Runs of business spread over the whole time, a few days from step to step within each. */
function businessDays(start: number, end: number, entries: number, random: Random): number[] {
  const runs = Math.max(1, Math.ceil(entries / RUN));
  const length = (end - start) / runs;
  const days = Array.from({ length: entries }, (_, place) => {
    const run = Math.floor((place * runs) / entries);
    const begins = start + Math.round(run * length + (run === 0 ? 0 : random.next() * length * 0.3));
    return { begins, within: place - Math.ceil((run * entries) / runs) };
  });
  let day = start;
  const made = days.map(({ begins, within }) => {
    day = within === 0 ? Math.max(day, begins) : day + random.int(1, LONGEST_PAUSE);
    return Math.min(day, end);
  });
  if (entries > 1) made[entries - 1] = end;
  return made;
}

function businessTopics(entries: number, random: Random): string[] {
  const topics = [...ACQUISITION];
  while (topics.length < entries) {
    if (random.chance(0.45)) topics.push(...random.sample(INTERLUDES, random.int(1, 3)));
    else topics.push(...ORDER.filter(() => random.chance(0.85)));
  }
  return topics.slice(0, entries);
}

const repeated = (topics: readonly string[], length: number): string[] =>
  Array.from({ length }, (_, place) => topics[place % topics.length] ?? 'needs');
