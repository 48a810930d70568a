/** Reads resolved properties of a template's resource and refuses what the local runtime does not model, by name. */
export interface PropertyReader {
  text(name: string): string;
  optionalText(name: string): string | undefined;
  optionalNumber(name: string): number | undefined;
  optionalFlag(name: string): boolean | undefined;
  list(name: string): readonly unknown[];
  raw(name: string): unknown;
  /** Reader of a nested object; empty where it is absent. */
  nested(name: string, known: readonly string[]): PropertyReader;
  /** An error about this resource. */
  refuse(reason: string): Error;
}

/**
 * @param where the resource, for error messages
 * @param known names of the properties that are modelled
 * @throws {Error} where there is a property that is not modelled, or one has another type than asked for
 */
export function readProperties(where: string, properties: unknown, known: readonly string[]): PropertyReader {
  const refuse = (reason: string): Error => new Error(`${where}: ${reason}`);
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    throw refuse('expected an object of properties');
  }
  const values = new Map(Object.entries(properties).filter(([, value]) => value !== undefined));
  for (const name of values.keys()) {
    if (!known.includes(name)) throw refuse(`the local runtime does not model the property ${name}`);
  }
  function optional<T>(name: string, type: string, is: (value: unknown) => value is T): T | undefined {
    const value = values.get(name);
    if (value === undefined || is(value)) return value;
    throw refuse(`${name} must be ${type}, not ${JSON.stringify(value)}`);
  }
  const optionalText = (name: string) => optional(name, 'a text', (value) => typeof value === 'string');
  return {
    text(name) {
      const value = optionalText(name);
      if (value === undefined) throw refuse(`${name} is missing`);
      return value;
    },
    optionalText,
    // CloudFormation takes numbers and flags written as text, too.
    optionalNumber(name) {
      const value = values.get(name);
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (number === undefined || (typeof number === 'number' && Number.isFinite(number))) return number;
      throw refuse(`${name} must be a number, not ${JSON.stringify(value)}`);
    },
    optionalFlag(name) {
      const value = values.get(name);
      const flag = value === 'true' ? true : value === 'false' ? false : value;
      if (flag === undefined || typeof flag === 'boolean') return flag;
      throw refuse(`${name} must be true or false, not ${JSON.stringify(value)}`);
    },
    list: (name) => optional(name, 'a list', (value): value is unknown[] => Array.isArray(value)) ?? [],
    raw: (name) => values.get(name),
    nested: (name, nestedKnown) => readProperties(`${where} ${name}`, values.get(name) ?? {}, nestedKnown),
    refuse,
  };
}
