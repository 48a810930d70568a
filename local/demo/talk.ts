import type { Channel } from '../../shared/clients/timeline.ts';
import { currencyOf, sumIn } from './companies.ts';
import type { LoggedBody } from './model.ts';
import type { Outline } from './outline.ts';
import type { Random } from './random.ts';
import type { Conversation } from './words/conversation.ts';
import { ENGLISH_CONVERSATION } from './words/conversation-en.ts';
import { RUSSIAN_CONVERSATION } from './words/conversation-ru.ts';
import { addDays } from './working-time.ts';

const COUNTS = [5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120];
/** What one order is worth, from and to, in millions of roubles. */
const ORDERS: readonly [number, number] = [0.15, 6];

/** Minutes that a contact takes, by channel; meetings and visits in quarters of an hour. */
const DURATIONS: Readonly<Record<Channel, readonly number[]>> = {
  call: [2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 35],
  letter: [],
  meeting: [30, 45, 60, 60, 75, 90],
  visit: [60, 75, 90, 120, 150, 180],
};

/** Topics that the client begins. */
const INCOMING: Readonly<Record<string, number>> = {
  complaint: 0.9,
  support: 0.8,
  introduction: 0.3,
  offer: 0.25,
};

export const conversationIn = (language: Outline['language']): Conversation =>
  language === 'ru' ? RUSSIAN_CONVERSATION : ENGLISH_CONVERSATION;

/** What is logged about one contact with a client. */
export function makeTalk(
  outline: Outline,
  topic: string,
  spoken: string,
  day: string,
  random: Random,
): Omit<LoggedBody, 'occurredAt'> {
  const conversation = conversationIn(outline.language);
  const scene = conversation.scenes[topic];
  if (scene === undefined) throw new Error(`Nothing to say about ${topic}.`);
  const channel = random.weighted(scene.channels);
  const onSite = channel === 'meeting' || channel === 'visit';
  const line = random.pick(onSite ? scene.onSite : scene.said);
  const text = line.next !== undefined && random.chance(0.7) ? `${line.text} ${line.next}` : line.text;
  const durations = DURATIONS[channel];
  return {
    channel,
    topic,
    text: fillIn(text, outline, spoken, day, random),
    ...(onSite
      ? {}
      : { direction: random.chance(INCOMING[topic] ?? 0.4) ? ('in' as const) : ('out' as const) }),
    ...(line.outcome !== undefined && random.chance(0.85) ? { outcome: line.outcome } : {}),
    ...(durations.length === 0 ? {} : { durationMinutes: random.pick(durations) }),
  };
}

/** A note on a client. */
export function makeNote(outline: Outline, day: string, random: Random): string {
  return fillIn(
    random.pick(conversationIn(outline.language).notes[outline.status]),
    outline,
    '',
    day,
    random,
  );
}

function fillIn(
  text: string,
  { language, country }: Outline,
  who: string,
  day: string,
  random: Random,
): string {
  const { products } = conversationIn(language);
  const values: Readonly<Record<string, () => string>> = {
    who: () => who,
    product: () => random.pick(products),
    count: () => String(random.pick(COUNTS)),
    sum: () => spokenSum(country, language, random),
    doc: () => String(random.int(101, 2_999)),
    date: () => spokenDay(addDays(day, random.int(3, 24)), language),
  };
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name]?.() ?? whole);
}

function spokenSum(country: string, language: string, random: Random): string {
  const { amount } = sumIn(country, ORDERS, random);
  const [currency] = currencyOf(country);
  const format = new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: 0 });
  return format.format(Number(amount));
}

const spokenDay = (day: string, language: string): string =>
  new Intl.DateTimeFormat(language === 'ru' ? 'ru' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
