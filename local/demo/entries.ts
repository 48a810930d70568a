import type { Acquaintance } from './contacts.ts';
import type { HistoryInput, Loose } from './history.ts';
import type { Logged, Note } from './model.ts';
import type { Outline } from './outline.ts';
import type { UserKey } from './people.ts';
import type { Random } from './random.ts';
import { type Planned, planStory } from './story.ts';
import { makeNote, makeTalk } from './talk.ts';
import { OPENING } from './working-time.ts';

/** On the first day the card and its first person are made before anything else. */
const FIRST_DAY_OPENS = OPENING + 30;
const MINUTE_MS = 60_000;
const QUARTER = 15;

/** The entries of a client's chronology: contacts and notes, oldest first. */
export function makeEntries(input: HistoryInput, count: number): Loose[] {
  if (count <= 0) return [];
  const planned = planStory(input.outline, count, input.random);
  return planned.map((plan) => ({
    day: plan.day,
    step: plan.topic === undefined ? note(input, plan) : logged(input, plan.day, plan.topic),
  }));
}

/** Mostly the owner; sometimes the colleague who was there, or the manager. */
export function author({ owner, team }: Outline, random: Random): UserKey {
  if (random.chance(0.9)) return owner;
  if (owner === 'manager') return team === 'export' ? 'james' : random.pick(['anna', 'igor'] as const);
  if (team === 'export') return 'manager';
  return random.weighted([
    ['manager', 1],
    [owner === 'anna' ? 'igor' : 'anna', 2],
  ] as const);
}

function note({ outline, people, time, random }: HistoryInput, { day }: Planned): Note {
  const person = random.pick(known(people, day));
  const at = time.instant(day, random.int(opening(outline, day), time.end(day) - 1));
  return {
    kind: 'note',
    by: author(outline, random),
    at,
    occurredAt: at,
    text: makeNote(outline, time.day(day), random),
    ...(random.chance(0.06) ? { onContact: person.contact } : {}),
  };
}

function logged({ outline, people, time, random }: HistoryInput, day: number, topic: string): Logged {
  const [first, ...others] = random.sample(
    known(people, day),
    random.weighted([
      [1, 8],
      [2, 2],
      [3, 1],
    ]),
  );
  const input = makeTalk(outline, topic, first?.spoken ?? '', time.day(day), random);
  const onSite = input.channel === 'meeting' || input.channel === 'visit';
  const minutes = input.durationMinutes ?? 0;
  const opens = opening(outline, day);
  // A long contact begins early enough to be over by closing time.
  const latest = Math.max(opens, time.end(day) - minutes - 1);
  const drawn = random.int(opens, latest);
  const begins = onSite ? Math.max(opens, drawn - (drawn % QUARTER)) : drawn;
  const duration = Math.min(minutes, time.end(day) - begins);
  const occurredAt = time.instant(day, begins);
  const withAll = onSite ? [first, ...others] : [first];
  return {
    kind: 'logged',
    by: author(outline, random),
    occurredAt,
    at: new Date(occurredAt.getTime() + (duration + random.int(1, 20)) * MINUTE_MS),
    input: minutes === 0 ? input : { ...input, durationMinutes: duration },
    contacts: withAll.flatMap((person) => (person ? [person.contact] : [])),
  };
}

const opening = ({ start }: Outline, day: number): number => (day === start ? FIRST_DAY_OPENS : OPENING);

/** Those one may speak with on a day: the first person of a company is always there. */
const known = (people: readonly Acquaintance[], day: number): Acquaintance[] =>
  people.filter(
    ({ since, until }, place) => place === 0 || (since < day && (until === undefined || day <= until)),
  );
