/** Arbitrary client bases and arbitrary questions about them. */
import fc from 'fast-check';
import type { StoredItem } from '../../functions/runtime/table/item.ts';
import type { Actor } from '../../shared/access.ts';
import { operatorsOf } from '../../shared/search/bind-test.ts';
import type { Filter } from '../../shared/search/filter.ts';
import type { FieldDefinition, ObjectDefinition, ObjectName } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';

const pad = (letter: string, index: number): string => `01JD${letter}${String(index).padStart(21, '0')}`;

export const USERS = [0, 1, 2].map((index) => pad('X', index));
export const TEAMS = [0, 1].map((index) => pad('Y', index));
const COMPANIES = [0, 1, 2, 3, 4, 5].map((index) => pad('C', index));
const CONTACTS = [0, 1, 2, 3].map((index) => pad('P', index));

export const NOW = new Date('2026-03-15T10:00:00.000Z');
const DAY_MS = 86_400_000;

const instant = fc
  .integer({ min: -400, max: 10 })
  .map((days) => new Date(NOW.getTime() + days * DAY_MS).toISOString());
const day = instant.map((text) => text.slice(0, 10));
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
        ...entries.map((data, index) => item('timeline', entryData(data, index), 2)),
      ],
      { minLength: companies.length + contacts.length + places.length + entries.length },
    ),
  );

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

/** Whoever may ask. */
export const actor: fc.Arbitrary<Actor> = fc.record({
  userId: fc.constantFrom(...USERS),
  role: fc.constantFrom('admin', 'manager', 'agent', 'viewer'),
  teamIds: fc.subarray([...TEAMS]),
  visibility: fc.constantFrom('all', 'team', 'own'),
});

const RELATIVE = fc.oneof(
  fc.record({
    last: fc.integer({ min: 1, max: 400 }),
    unit: fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
  }),
  fc.record({ this: fc.constantFrom('day', 'week', 'month', 'quarter', 'year') }),
  fc.record({ previous: fc.constantFrom('month', 'quarter') }),
  fc.record({ olderThan: fc.integer({ min: 1, max: 400 }), unit: fc.constantFrom('day', 'month') }),
  fc.record({ newerThan: fc.integer({ min: 1, max: 400 }), unit: fc.constantFrom('day', 'month') }),
);

function single(field: FieldDefinition): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'text':
      return fc.constantFrom(
        'ромашка',
        'ЕЛКА',
        'muller',
        'VIP',
        'еж',
        "o'neil; drop",
        '%',
        'Текст',
        'ru',
        '7707083893',
        '74951234567',
      );
    case 'code':
      return fc.constantFrom(
        ...Object.keys(field.options ?? { retail: 1, it: 1, web: 1, exhibition: 1, name: 1 }),
      );
    case 'number':
      return fc.integer({ min: -1, max: 61 });
    case 'money':
      return fc.constantFrom(
        { amount: '100.5', currency: 'RUB' },
        { amount: '100', currency: 'RUB' },
        { amount: '0', currency: 'RUB' },
      );
    case 'instant':
      return instant;
    case 'day':
      return day;
    case 'boolean':
      return fc.boolean();
    case 'id':
      return field.of === 'users'
        ? fc.constantFrom('me', ...USERS)
        : field.of === 'teams'
          ? fc.constantFrom('mine', ...TEAMS)
          : fc.constantFrom(...COMPANIES, ...CONTACTS);
  }
}

function valueFor(field: FieldDefinition, op: string): fc.Arbitrary<unknown> {
  if (op === 'isNull') return fc.boolean();
  if (op === 'within') return RELATIVE;
  if (op === 'between') return fc.tuple(single(field), single(field));
  if (op === 'inTeam') return fc.constantFrom('mine', ...TEAMS);
  if (['in', 'containsAny', 'containsAll'].includes(op))
    return fc.array(single(field), { minLength: 1, maxLength: 3 });
  return single(field);
}

/** Fields by the paths that name them, also of records that relations to one lead to. */
function pathsOf(object: ObjectDefinition): [string, FieldDefinition][] {
  const own = Object.entries(object.fields);
  const further = Object.entries(object.relations).flatMap(([name, { to, ours }]) =>
    ours === undefined
      ? []
      : Object.entries(OBJECTS[to].fields).map(([field, definition]): [string, FieldDefinition] => [
          `${name}.${field}`,
          definition,
        ]),
  );
  return [...own, ...further];
}

function condition(object: ObjectDefinition): fc.Arbitrary<Filter> {
  return fc
    .constantFrom(...pathsOf(object))
    .chain(([path, field]) =>
      fc
        .constantFrom(...operatorsOf(field))
        .chain((op) => valueFor(field, op).map((value) => ({ field: path, op, value }))),
    );
}

/** Filters of an object, nested so deep at most. */
export function filterOf(name: ObjectName, depth = 3): fc.Arbitrary<Filter> {
  const object = OBJECTS[name];
  const leaf = condition(object);
  if (depth === 0) return leaf;
  const inner = filterOf(name, depth - 1);
  const related = Object.entries(object.relations).map(([relation, { to }]) =>
    fc
      .tuple(fc.boolean(), filterOf(to, depth > 1 ? 1 : 0))
      .map(([some, where]): Filter => (some ? { relation, some: where } : { relation, none: where })),
  );
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(inner, { maxLength: 3 }).map((and): Filter => ({ and })) },
    { weight: 1, arbitrary: fc.array(inner, { maxLength: 3 }).map((or): Filter => ({ or })) },
    { weight: 1, arbitrary: inner.map((not): Filter => ({ not })) },
    ...related.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}
