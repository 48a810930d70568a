/** Arbitrary questions about the bases of `search-world.ts`. */
import fc from 'fast-check';
import type { Actor } from '../../shared/access.ts';
import { operatorsOf } from '../../shared/search/bind-test.ts';
import type { Filter } from '../../shared/search/filter.ts';
import type { FieldDefinition, ObjectDefinition, ObjectName } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { COMPANIES, CONTACTS, day, instant, TEAMS, USERS } from './search-world.ts';

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
