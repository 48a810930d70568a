/**
 * Which fields of an answer a client wants: `name,phones.number`. Names are separated by commas, places below each other
 * by dots, and lists are walked through. Pure rules over text and JSON; what names there are is `field-shape.ts`.
 */
import type { Refusal } from './issue.ts';

/** What is wanted, by name: all that lies there, or a mask of it. */
export type FieldMask = ReadonlyMap<string, FieldMask | 'whole'>;

/** Names that exist, by name; what has none below is a leaf. */
export type FieldShape = ReadonlyMap<string, FieldShape>;

/** Most paths of one mask. */
export const MAX_FIELD_PATHS = 50;
/** Longest text of a mask, in characters: beside it the gateway takes 10,240 bytes of address and headers in all. */
export const MAX_FIELDS_LENGTH = 2_000;
/** Deepest path; answers nest less. */
const MAX_FIELD_DEPTH = 8;

/** Field names of the API are like this. Nothing else is looked up, so `__proto__` is no name to begin with. */
const NAME = /^[a-z][A-Za-z0-9]{0,63}$/;

/** A mask, or what is wrong with its text; the codes are `fields.too-many` and `fields.malformed`. */
export function parseFieldMask(text: string): { readonly mask: FieldMask } | { readonly refusal: Refusal } {
  const paths = text.split(',');
  if (text.length > MAX_FIELDS_LENGTH || paths.length > MAX_FIELD_PATHS) {
    return refused(
      'fields.too-many',
      `Name at most ${MAX_FIELD_PATHS} fields in ${MAX_FIELDS_LENGTH} characters.`,
    );
  }
  const mask: Growing = new Map();
  for (const path of paths) {
    const names = path.trim().split('.');
    if (names.length > MAX_FIELD_DEPTH || !names.every((name) => NAME.test(name))) {
      return refused(
        'fields.malformed',
        'Name fields with commas between them and dots within: "name,phones.number".',
      );
    }
    include(mask, names);
  }
  return { mask };
}

type Growing = Map<string, Growing | 'whole'>;

const refused = (code: string, message: string) => ({ refusal: { code, message } });

/** Whoever asks for a field and for a part of it gets the field. */
function include(mask: Growing, [name = '', ...below]: readonly string[]): void {
  const known = mask.get(name);
  if (known === 'whole') return;
  if (below.length === 0) {
    mask.set(name, 'whole');
    return;
  }
  const inner: Growing = known ?? new Map();
  mask.set(name, inner);
  include(inner, below);
}

/** The paths of a mask that a shape does not have, each up to the first name that is not there. */
export function unknownFields(mask: FieldMask, shape: FieldShape, prefix = ''): string[] {
  return [...mask].flatMap(([name, wanted]) => {
    const path = `${prefix}${name}`;
    const below = shape.get(name);
    if (below === undefined) return [path];
    return wanted === 'whole' ? [] : unknownFields(wanted, below, `${path}.`);
  });
}

/**
 * The wanted part of a JSON value, as a new value: in every list the same number of elements, in every object only what
 * is wanted and there. What has no fields is given as it is.
 */
export function project(value: unknown, mask: FieldMask): unknown {
  if (Array.isArray(value)) return value.map((element) => project(element, mask));
  if (typeof value !== 'object' || value === null) return value;
  const wanted = [...mask].filter(([name]) => Object.hasOwn(value, name));
  return Object.fromEntries(
    wanted.map(([name, inner]) => {
      const found: unknown = Reflect.get(value, name);
      return [name, inner === 'whole' ? found : project(found, inner)];
    }),
  );
}
