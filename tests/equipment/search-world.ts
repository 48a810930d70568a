/** Arbitrary client bases. */
import fc from 'fast-check';
import type { StoredItem } from '../../functions/runtime/table/item.ts';

const pad = (letter: string, index: number): string => `01JD${letter}${String(index).padStart(21, '0')}`;

export const USERS = [0, 1, 2].map((index) => pad('X', index));
export const TEAMS = [0, 1].map((index) => pad('Y', index));
export const COMPANIES = [0, 1, 2, 3, 4, 5].map((index) => pad('C', index));
/**
 * They differ in other digits than entries do: an entry repeated on a person's card is told apart by both ids combined bit by bit, and
 * combinations of ids that count up in the same digit would be equal. Real ids are random there.
 */
export const CONTACTS = [0, 1, 2, 3].map((index) => pad('P', index * 1000));

export const NOW = new Date('2026-03-15T10:00:00.000Z');
const DAY_MS = 86_400_000;

export const instant = fc
  .integer({ min: -400, max: 10 })
  .map((days) => new Date(NOW.getTime() + days * DAY_MS).toISOString());
export const day = instant.map((text) => text.slice(0, 10));
const name = fc.constantFrom(
  'Ромашка',
  'ООО «Ёлка»',
  'Romashka GmbH',
  'Müller & Söhne',
  "O'Neil; DROP",
  'йод 50%_',
  'ИВАНОВ',
);
const tag = fc.constantFrom('VIP', 'Ёж', 'выставка', 'x');
const money = fc.record({
  amount: fc.constantFrom('0.00', '100.50', '999999999999999.99', '100.00'),
  currency: fc.constantFrom('RUB', 'EUR'),
});
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const owned = { owner: maybe(fc.constantFrom(...USERS)), team: maybe(fc.constantFrom(...TEAMS)) };
const stamps = {
  createdAt: instant,
  createdBy: fc.constantFrom(...USERS),
  updatedAt: instant,
  updatedBy: fc.constantFrom(...USERS),
};
const deletedAt = fc.option(instant, { nil: undefined, freq: 5 });

const item = (kind: string, data: Record<string, unknown>, schema = 1): StoredItem => ({
  pk: `T#x#${String(data['id'])}`,
  sk: 'card',
  kind,
  schema,
  version: 1,
  data: Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)),
});

const company = fc.record({
  ...owned,
  ...stamps,
  deletedAt,
  name,
  kind: fc.constantFrom('company', 'person'),
  status: fc.constantFrom('prospect', 'customer', 'former'),
  industry: maybe(fc.constantFrom('retail', 'it')),
  leadSource: maybe(fc.constantFrom('web', 'exhibition')),
  employees: maybe(fc.integer({ min: 0, max: 5 })),
  tags: maybe(fc.uniqueArray(tag, { maxLength: 3 })),
  inn: maybe(fc.constantFrom('7707083893', '7736050003')),
  finances: maybe(fc.record({ annualRevenue: maybe(money) })),
  description: maybe(fc.constantFrom('Длинный ТЕКСТ', 'про ёлки')),
  phones: maybe(fc.constantFrom([{ number: '+74951234567' }], [{ number: '+79160001122' }])),
});

const contact = fc.record({
  ...owned,
  ...stamps,
  deletedAt,
  name,
  birthday: maybe(day),
  tags: maybe(fc.uniqueArray(tag)),
});

const place = fc.record({
  ...stamps,
  companyId: fc.constantFrom(...COMPANIES),
  contactId: fc.constantFrom(...CONTACTS),
  role: maybe(fc.constantFrom('decision-maker', 'user')),
  influence: maybe(fc.integer({ min: 1, max: 5 })),
  primary: maybe(fc.boolean()),
  jobTitle: maybe(name),
  from: maybe(day),
});

const party = fc.oneof(
  fc.constantFrom(...COMPANIES).map((id) => ({ type: 'company', id })),
  fc.constantFrom(...CONTACTS).map((id) => ({ type: 'contact', id })),
);

const entry = fc.record({
  kind: fc.constantFrom('note', 'contact-logged', 'changed'),
  subject: party,
  origin: fc.option(fc.constantFrom(...COMPANIES), { nil: undefined, freq: 3 }),
  occurredAt: instant,
  recordedAt: instant,
  actor: fc.constantFrom(...USERS),
  text: maybe(fc.constantFrom('Просит прайс', 'звонил про ёлку')),
  contact: maybe(
    fc.record({
      channel: fc.constantFrom('call', 'meeting'),
      durationMinutes: maybe(fc.integer({ min: 0, max: 60 })),
    }),
  ),
  corrects: fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined, freq: 3 }),
});

/** Items of a small client base: some deleted, some referring to what is not there, in any order. */
export const world: fc.Arbitrary<StoredItem[]> = fc
  .record({
    companies: fc.array(company, { maxLength: COMPANIES.length }),
    contacts: fc.array(contact, { maxLength: CONTACTS.length }),
    places: fc.array(place, { maxLength: 6 }),
    entries: fc.array(entry, { maxLength: 8 }),
  })
  .chain(({ companies, contacts, places, entries }) =>
    fc.shuffledSubarray(
      [
        ...companies.map((data, index) => item('company', { ...data, id: COMPANIES[index] })),
        ...contacts.map((data, index) => item('contact', { ...data, id: CONTACTS[index] })),
        ...places.map((data, index) =>
          item('contact-link', { ...data, id: pad('K', index), contact: { name: 'x', version: 1 } }),
        ),
        ...onOneCard(entries).map((data, index) => item('timeline', entryData(data, index), 2)),
      ],
      { minLength: companies.length + contacts.length + places.length + entries.length },
    ),
  );

interface MadeEntry extends Record<string, unknown> {
  readonly corrects: number | undefined;
}

/** An entry is set right on the card that it stands on: those that correct each other, by whatever way, have the place of the first. */
function onOneCard(entries: readonly MadeEntry[]): MadeEntry[] {
  const first = entries.map((_, index) => index);
  for (const _ of entries)
    for (const [index, { corrects }] of entries.entries()) {
      const other = corrects === undefined ? undefined : first[corrects];
      if (corrects === undefined || other === undefined) continue;
      const both = Math.min(first[index] ?? index, other);
      first[index] = both;
      first[corrects] = both;
    }
  return entries.map((made, index) => {
    const { subject, origin } = entries[first[index] ?? index] ?? made;
    return { ...made, subject, origin };
  });
}

function entryData(
  { origin, corrects, subject, ...rest }: Record<string, unknown>,
  index: number,
): Record<string, unknown> {
  const repeats = origin !== undefined && (subject as { type: string }).type === 'contact';
  return {
    ...rest,
    subject,
    id: pad('E', index),
    ...(repeats ? { origin: { type: 'company', id: origin } } : {}),
    ...(corrects === undefined || corrects === index ? {} : { corrects: pad('E', Number(corrects)) }),
  };
}
