/**
 * What a filter means, record by record in plain code: what the compiled SQL is compared with. It knows nothing of columns, numbers
 * or joins.
 */
import type { CopyRecord } from '../../functions/query/record.ts';
import { type Actor, maySee } from '../../shared/access.ts';
import type { BoundFilter, Test } from '../../shared/search/bound-filter.ts';
import { foldCase } from '../../shared/search/fold.ts';
import type { FieldDefinition, ObjectName, RelationDefinition } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { readQuery } from '../../shared/search/reading-query.ts';

export class PlainSearch {
  readonly #records: readonly CopyRecord[];
  readonly #actor: Actor;

  constructor(records: readonly CopyRecord[], actor: Actor) {
    this.#records = records;
    this.#actor = actor;
  }

  /** Ids of all records of an object that pass. */
  find(object: ObjectName, filter: BoundFilter): string[] {
    const { repeats } = OBJECTS[object];
    return this.#of(object)
      .filter((record) => this.#isSeen(record) && (repeats === undefined || record.values[repeats] !== true))
      .filter((record) => this.passes(record, filter))
      .map(({ id }) => id)
      .sort();
  }

  passes(record: CopyRecord, filter: BoundFilter): boolean {
    switch (filter.kind) {
      case 'and':
        return filter.filters.every((one) => this.passes(record, one));
      case 'or':
        return filter.filters.some((one) => this.passes(record, one));
      case 'not':
        return !this.passes(record, filter.filter);
      case 'some':
        return this.#related(record, filter.relation).some((other) => this.passes(other, filter.where));
      case 'matches':
        return readQuery(filter.text).words.every(({ word, spelling = word }) =>
          record.words.some((own) => own.startsWith(word) || own.startsWith(spelling)),
        );
      case 'frozen':
        return false;
      case 'test': {
        const { field, name, steps } = filter.field;
        let at: CopyRecord | undefined = record;
        for (const step of steps) at = at && this.#related(at, step)[0];
        const value = at && this.#value(at, name, field);
        return passesTest(field, value, filter.test, filter.currency);
      }
    }
  }

  #of(object: ObjectName): CopyRecord[] {
    return this.#records.filter((record) => record.object === object && record.live);
  }

  #value(record: CopyRecord, name: string, field: FieldDefinition): unknown {
    if (name === 'id') return record.id;
    const { derived } = field;
    if (derived !== undefined) {
      const relation = OBJECTS[record.object].relations[derived.relation];
      const counted = this.#joined(record, relation as RelationDefinition).filter(
        (other) => other.values[derived.where.field] === derived.where.is && !this.#isCorrected(other),
      );
      if (derived.measure === 'count') return counted.length;
      return counted
        .map((other) => String(other.values[derived.field ?? '']))
        .sort()
        .at(-1);
    }
    if (name === 'corrected') return this.#isCorrected(record);
    return record.values[name];
  }

  #isCorrected(record: CopyRecord): boolean {
    return this.#of(record.object).some(({ values }) => values['corrects'] === record.id);
  }

  #joined(record: CopyRecord, { to, ours, theirs, repeated }: RelationDefinition): CopyRecord[] {
    const { repeats } = OBJECTS[to];
    if (ours !== undefined) return this.#of(to).filter(({ id }) => id === record.values[ours]);
    return this.#of(to).filter(
      ({ values }) =>
        values[theirs ?? ''] === record.id && (repeated || repeats === undefined || values[repeats] !== true),
    );
  }

  #related(record: CopyRecord, relation: RelationDefinition): CopyRecord[] {
    return this.#joined(record, relation).filter((other) => this.#isSeen(other));
  }

  #isSeen(record: CopyRecord): boolean {
    const { access, needs = [], relations } = OBJECTS[record.object];
    const joined = (name: string) => this.#joined(record, relations[name] as RelationDefinition);
    if (!needs.every((name) => joined(name).length > 0)) return false;
    const through = (name: string) => joined(name).some((other) => this.#isSeen(other));
    if (access.first) {
      const leading = access.through?.find((name) => record.values[name] !== undefined);
      return leading !== undefined && through(leading);
    }
    const owned = { owner: record.values['owner'], team: record.values['team'] } as Parameters<
      typeof maySee
    >[1];
    if (access.own && maySee(this.#actor, owned)) return true;
    const { role, visibility } = this.#actor;
    if (role === 'admin' || visibility === 'all') return true;
    return access.through?.some(through) ?? false;
  }
}

function passesTest(
  field: FieldDefinition,
  value: unknown,
  test: Test,
  currency: string | undefined,
): boolean {
  if (test.is === 'null') return value === undefined;
  if (value === undefined) return false;
  if (field.list)
    return passesList(
      (value as unknown[]).map((one) => plain(field, one)),
      test,
    );
  if (field.type === 'money' && (value as { currency: string }).currency !== currency) return false;
  const own = plain(field, field.type === 'money' ? (value as { amount: string }).amount : value);
  switch (test.is) {
    case 'among':
      return test.values.some((one) => compare(field, own, one) === 0);
    case 'range': {
      const above = test.from === undefined ? 1 : compare(field, own, test.from);
      const below = test.to === undefined ? -1 : compare(field, own, test.to);
      return (
        (above > 0 || (test.fromIncluded && above === 0)) && (below < 0 || (test.toIncluded && below === 0))
      );
    }
    case 'part':
      return isPart(String(own), test);
    case 'all':
      return false;
  }
}

function passesList(values: readonly unknown[], test: Test): boolean {
  switch (test.is) {
    case 'among':
      return test.values.some((one) => values.includes(one));
    case 'all':
      return test.values.every((one) => values.includes(one));
    case 'part':
      return values.some((one) => isPart(String(one), test));
    default:
      return false;
  }
}

const plain = (field: FieldDefinition, value: unknown): unknown =>
  field.type === 'text' ? foldCase(String(value)) : value;

function isPart(text: string, { where, text: part }: Extract<Test, { is: 'part' }>): boolean {
  if (where === 'start') return text.startsWith(part);
  return where === 'end' ? text.endsWith(part) : text.includes(part);
}

function compare(field: FieldDefinition, one: unknown, other: unknown): number {
  if (field.type === 'number' || field.type === 'money') return Number(one) - Number(other);
  if (one === other) return 0;
  return String(one) < String(other) ? -1 : 1;
}
