import { sumIn } from './companies.ts';
import type { HistoryInput, Loose } from './history.ts';
import type { Changed } from './model.ts';
import { conversationIn } from './talk.ts';
import { CLOSING, OPENING } from './working-time.ts';

type Patch = Changed['patch'];

/** Credit that a customer gets, in millions of roubles. */
const CREDIT: readonly [number, number] = [0.3, 12];
const MINUTE_MS = 60_000;

/** Changes of the card itself: it becomes a customer, its data change, people leave, it becomes a former one. */
export function makeChanges(input: HistoryInput, entries: readonly Loose[]): Loose[] {
  return [...departures(input), ...(input.outline.status === 'prospect' ? [] : business(input, entries))];
}

function business(input: HistoryInput, entries: readonly Loose[]): Loose[] {
  const { outline, random } = input;
  const signed = entries.find(({ step }) => step.kind === 'logged' && step.input.topic === 'contract');
  const won = signed ?? entries.at(Math.floor(entries.length / 2));
  if (won === undefined) return [];
  const creditLimit = sumIn(outline.country, CREDIT, random);
  const changes = [change(input, won.day, won.step.at, { status: 'customer', finances: { creditLimit } })];
  const later = random.weighted([
    [0, 5],
    [1, 3],
    [2, 1],
  ]);
  for (let number = 0; number < later && won.day + 1 < outline.end; number += 1) {
    changes.push(change(input, random.int(won.day + 1, outline.end), undefined, laterPatch(input)));
  }
  if (outline.status === 'former') changes.push(...farewell(input));
  return changes;
}

/** A patch by the owner, a minute after something or at any time of a working day. */
function change(
  { outline, time, random }: HistoryInput,
  day: number,
  after: Date | undefined,
  patch: Patch,
): Loose {
  const at = after
    ? new Date(after.getTime() + MINUTE_MS)
    : time.instant(day, random.int(OPENING + 45, Math.max(OPENING + 45, time.end(day) - 1)));
  return { day, step: { kind: 'changed', by: outline.owner, at, patch } };
}

function laterPatch({ outline, company, random }: HistoryInput): Patch {
  return random.weighted<() => Patch>([
    [() => ({ finances: { creditLimit: sumIn(outline.country, CREDIT, random) } }), 5],
    [() => ({ employees: Math.round((company.employees ?? 10) * (0.9 + random.next() / 2)) + 1 }), 3],
    [() => ({ finances: { budget: sumIn(outline.country, CREDIT, random) } }), 2],
  ])();
}

/** Some weeks after the last contact the client is given up, with the reason. */
function farewell(input: HistoryInput): Loose[] {
  const { outline, time, random } = input;
  const day = Math.min(time.last - 1, outline.end + random.int(10, 40));
  const description = random.pick(conversationIn(outline.language).farewells);
  return [
    change(input, day, time.instant(day, random.int(OPENING, CLOSING - 30)), {
      status: 'former',
      description,
    }),
  ];
}

/** People who left; their role stays on the card with its last day. */
const departures = ({ outline, people, time }: HistoryInput): Loose[] =>
  people.flatMap(({ contact, until }) => {
    if (until === undefined) return [];
    const at = time.instant(until, CLOSING - 10);
    return [{ day: until, step: { kind: 'left', by: outline.owner, at, contact, to: time.day(until) } }];
  });
