import { EXAMPLE_IDS } from '../../docs/examples/ids.ts';

/** The records of the examples, as far as they exist in a running stack, under their real ids. */
export interface Story {
  /** Says which record an example's id stands for. */
  meet(exampleId: string, realId: string): void;
  /** Learns the ids of an answer from the places where its example has one that is not known yet. */
  learn(example: unknown, real: unknown): void;
  /** A value of the examples with the real ids. */
  real<Value>(example: Value): Value;
  /** A value of the running stack with the ids of the examples. */
  retold<Value>(real: Value): Value;
  /** The examples' ids in a value that stand for nothing yet. */
  unknownIn(example: unknown): string[];
}

const KNOWN = Object.entries(EXAMPLE_IDS);

export function createStory(): Story {
  const ids = new Map<string, string>();
  const learn = (example: unknown, real: unknown): void => {
    if (typeof example === 'string') {
      if (KNOWN.some(([, id]) => id === example) && !ids.has(example)) ids.set(example, String(real));
    } else if (typeof example === 'object' && example !== null && typeof real === 'object' && real !== null) {
      for (const [key, inner] of Object.entries(example)) learn(inner, Reflect.get(real, key));
    }
  };
  return {
    meet: (exampleId, realId) => void ids.set(exampleId, realId),
    learn,
    real: (example) => replaced(example, [...ids]),
    retold: (real) =>
      replaced(
        real,
        [...ids].map(([exampleId, realId]) => [realId, exampleId]),
      ),
    unknownIn: (example) => {
      const text = JSON.stringify(example) ?? '';
      return KNOWN.filter(([, id]) => text.includes(id) && !ids.has(id)).map(([name]) => name);
    },
  };
}

function replaced<Value>(value: Value, pairs: readonly (readonly [string, string])[]): Value {
  if (value === undefined) return value;
  const text = pairs.reduce((written, [from, to]) => written.replaceAll(from, to), JSON.stringify(value));
  return JSON.parse(text) as Value;
}

/** What has any JSON value has no shape of its own. */
const OPAQUE = /\.changes\[\]\.(from|to)$/;

/**
 * The fields of a JSON value with their types, each as `path: type`; the elements of a list count as one, since what one of them leaves
 * out another may have.
 */
export function fieldsOf(value: unknown, path = ''): string[] {
  if (OPAQUE.test(path)) return [`${path}: any`];
  if (Array.isArray(value)) {
    return unique([`${path}: list`, ...value.flatMap((one) => fieldsOf(one, `${path}[]`))]);
  }
  if (typeof value !== 'object' || value === null)
    return [`${path}: ${value === null ? 'null' : typeof value}`];
  return unique([
    `${path}: object`,
    ...Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, `${path}.${name}`)),
  ]);
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
