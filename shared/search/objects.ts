import { companiesObject } from './companies-object.ts';
import { contactsObject } from './contacts-object.ts';
import type { FieldDefinition, ObjectDefinition, ObjectName, RelationDefinition } from './object.ts';
import { placesObject } from './places-object.ts';
import { timelineObject } from './timeline-object.ts';

/** Everything that can be searched. What a new object needs besides its row: `functions/query/README.md`. */
export const OBJECTS: Readonly<Record<ObjectName, ObjectDefinition>> = {
  companies: companiesObject,
  contacts: contactsObject,
  places: placesObject,
  timeline: timelineObject,
};

export const OBJECT_NAMES = Object.keys(OBJECTS) as readonly ObjectName[];

/** A field as a path names it: `name`, or `company.name` by way of relations to one. */
export interface ResolvedField {
  readonly field: FieldDefinition;
  /** Name of the field in the object that it belongs to. */
  readonly name: string;
  /** The relations on the way. */
  readonly steps: readonly RelationDefinition[];
  readonly object: ObjectDefinition;
}

/** The most relations of one path. */
const MAX_STEPS = 2;

/** The field of a path, if there is one; only relations to one are followed. */
export function resolveField(object: ObjectDefinition, path: string): ResolvedField | undefined {
  const names = path.split('.');
  if (names.length > MAX_STEPS + 1) return undefined;
  const steps: RelationDefinition[] = [];
  let at = object;
  for (const step of names.slice(0, -1)) {
    const relation = Object.hasOwn(at.relations, step) ? at.relations[step] : undefined;
    if (relation?.ours === undefined) return undefined;
    steps.push(relation);
    at = OBJECTS[relation.to];
  }
  const name = names.at(-1) ?? '';
  const field = Object.hasOwn(at.fields, name) ? at.fields[name] : undefined;
  return field && { field, name, steps, object: at };
}
