import type { AssemblyStack } from './assembly.ts';
import { KNOWN_TYPES } from './known-types.ts';

/** The template holds a resource type or a property that the local runtime does not know. */
export class UnknownTemplateError extends Error {
  override readonly name = 'UnknownTemplateError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** One line per resource type and per property of the stack that `KNOWN_TYPES` does not list. */
export function findUnknown({ name, template }: AssemblyStack): string[] {
  return Object.entries(template.Resources ?? {}).flatMap(([logicalId, { Type, Properties }]) => {
    const where = `${name}: ${logicalId} (${Type})`;
    const known = KNOWN_TYPES[Type];
    if (known === undefined) return [`${where}: the local runtime does not know this resource type`];
    return unknownProperties(Properties ?? {}, known.properties.split(/\s+/)).map(
      (property) => `${where}: the local runtime does not know the property ${property}`,
    );
  });
}

function unknownProperties(value: unknown, known: readonly string[]): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => unknownProperties(item, known)))];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    // An intrinsic stands for a value that is not seen yet; what it resolves to is made of known parts.
    if (key === 'Ref' || key.startsWith('Fn::')) return [];
    if (known.includes(key)) return [];
    const below = known
      .filter((path) => path.startsWith(`${key}.`))
      .map((path) => path.slice(key.length + 1));
    return below.length === 0 ? [key] : unknownProperties(item, below).map((path) => `${key}.${path}`);
  });
}
