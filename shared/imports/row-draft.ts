import type { FieldIssue } from '../errors.ts';
import type { Refusal } from '../issue.ts';

/** Where a value goes in a row: `['company', 'phones']`. */
export type RowPath = readonly (string | number)[];

interface Node {
  [key: string]: unknown;
}

/** A row while it is put together: each value with the column it comes from, so that what is wrong can be told there. */
export interface RowDraft {
  /** Sets a value; a later one replaces it. */
  put(path: RowPath, value: unknown, heading: string): void;
  /** Adds a text behind what is there. */
  join(path: RowPath, text: string, between: string, heading: string): void;
  /** Adds to a list what it does not have yet. */
  append(path: RowPath, values: readonly unknown[], heading: string): void;
  get(path: RowPath): unknown;
  refuse(heading: string | undefined, refusal: Refusal): void;
  /** An issue of a value: it is told at the column that the value, or the nearest one around or within it, comes from. */
  refuseAt(pointer: string, refusal: Refusal): void;
  readonly issues: readonly FieldIssue[];
}

export function createRowDraft(): RowDraft {
  const root: Node = {};
  const origins = new Map<string, string>();
  const issues: FieldIssue[] = [];

  const get = (path: RowPath): unknown =>
    path.reduce<unknown>((value, key) => (value === undefined ? undefined : (value as Node)[key]), root);
  const put = (path: RowPath, value: unknown, heading: string): void => {
    let node = root;
    for (const [depth, key] of path.slice(0, -1).entries()) {
      node[key] ??= typeof path[depth + 1] === 'number' ? [] : {};
      node = node[key] as Node;
    }
    node[String(path.at(-1))] = value;
    origins.set(pointerOf(path), heading);
  };
  const refuse = (heading: string | undefined, { code, message }: Refusal): void => {
    issues.push({ ...(heading === undefined ? {} : { parameter: heading }), code, message });
  };
  return {
    get,
    put,
    refuse,
    issues,
    join(path, text, between, heading) {
      const before = get(path);
      put(path, typeof before === 'string' ? before + between + text : text, heading);
    },
    append(path, values, heading) {
      const before = (get(path) as readonly unknown[] | undefined) ?? [];
      const known = new Set(before.map((one) => JSON.stringify(one)));
      const added = values.filter((value) => !known.has(JSON.stringify(value)));
      const length = before.length;
      for (const [index, value] of added.entries()) put([...path, length + index], value, heading);
    },
    refuseAt: (pointer, refusal) => refuse(originOf(pointer, origins), refusal),
  };
}

const pointerOf = (path: RowPath): string => path.map((key) => `/${key}`).join('');

function originOf(pointer: string, origins: ReadonlyMap<string, string>): string | undefined {
  for (let around = pointer; around !== ''; around = around.slice(0, around.lastIndexOf('/'))) {
    const heading = origins.get(around);
    if (heading !== undefined) return heading;
  }
  return [...origins].find(([known]) => known.startsWith(`${pointer}/`))?.[1];
}
