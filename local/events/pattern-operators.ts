import { BlockList, isIP } from 'node:net';

/** A test of the leaf values found at one field; no values mean that the field is absent. */
export type LeafTest = (leaves: readonly unknown[]) => boolean;

type ValueTest = (value: unknown) => boolean;

/** An event pattern that is malformed or uses what does not exist. */
export class PatternError extends Error {
  override readonly name = 'PatternError';

  constructor(message: string, path: readonly string[], options?: ErrorOptions) {
    super(path.length === 0 ? message : `${message} (at ${path.join('.')})`, options);
  }
}

/** Whether a value ends a path of the event: anything but an object or a list. */
export function isLeafValue(value: unknown): boolean {
  return value !== undefined && (value === null || typeof value !== 'object');
}

/**
 * Compiles one element of a field's list of values: a plain value, or an object with one comparison operator.
 * @throws {PatternError} where the operator is unknown or its operand is wrong
 */
export function compileOperator(item: unknown, path: readonly string[]): LeafTest {
  if (isLeafValue(item)) return (leaves) => leaves.some((leaf) => leaf === item);
  const [name, operand] = onlyEntry(item, path);
  if (name === 'exists') {
    if (typeof operand !== 'boolean') throw new PatternError('exists takes true or false.', path);
    return (leaves) => leaves.length > 0 === operand;
  }
  const test = VALUE_OPERATORS.get(name);
  if (test === undefined) throw new PatternError(`Unknown event pattern operator "${name}".`, path);
  const compiled = test(operand, path);
  return (leaves) => leaves.some(compiled);
}

type ValueOperator = (operand: unknown, path: readonly string[]) => ValueTest;

const VALUE_OPERATORS = new Map<string, ValueOperator>([
  ['prefix', (operand, path) => affix('prefix', operand, path)],
  ['suffix', (operand, path) => affix('suffix', operand, path)],
  ['equals-ignore-case', ignoringCase],
  ['wildcard', matchingWildcard],
  ['numeric', numeric],
  ['cidr', cidr],
  ['anything-but', anythingBut],
]);

/** Whether a name is that of a comparison operator. */
export function isOperatorName(name: string): boolean {
  return name === 'exists' || VALUE_OPERATORS.has(name);
}

function onlyEntry(item: unknown, path: readonly string[]): readonly [string, unknown] {
  const entries =
    typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.entries(item) : [];
  const [entry, ...rest] = entries;
  if (entry === undefined || rest.length > 0) {
    throw new PatternError('A comparison must be an object with exactly one operator.', path);
  }
  return entry;
}

function text(operator: string, operand: unknown, path: readonly string[]): string {
  if (typeof operand !== 'string') throw new PatternError(`${operator} takes a string.`, path);
  return operand;
}

/** `{"prefix": "a"}` or `{"prefix": {"equals-ignore-case": "a"}}`; the same with `suffix`. */
function affix(operator: 'prefix' | 'suffix', operand: unknown, path: readonly string[]): ValueTest {
  const has = (value: string, part: string): boolean =>
    operator === 'prefix' ? value.startsWith(part) : value.endsWith(part);
  if (typeof operand === 'string') return (value) => typeof value === 'string' && has(value, operand);
  const [nested, wanted] = onlyEntry(operand, path);
  if (nested !== 'equals-ignore-case') {
    throw new PatternError(`Unknown event pattern operator "${nested}" in ${operator}.`, path);
  }
  const part = text(`${operator} equals-ignore-case`, wanted, path).toLowerCase();
  return (value) => typeof value === 'string' && has(value.toLowerCase(), part);
}

function ignoringCase(operand: unknown, path: readonly string[]): ValueTest {
  const wanted = text('equals-ignore-case', operand, path).toLowerCase();
  return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
}

function matchingWildcard(operand: unknown, path: readonly string[]): ValueTest {
  const expression = wildcard(text('wildcard', operand, path), path);
  return (value) => typeof value === 'string' && expression.test(value);
}

/** `*` stands for any characters; `\*` and `\\` for themselves. Source: EventBridge user guide, "Wildcards". */
function wildcard(pattern: string, path: readonly string[]): RegExp {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern.charAt(index);
    if (character === '*') {
      if (pattern.charAt(index + 1) === '*') throw new PatternError('wildcard must not hold "**".', path);
      source += '.*';
    } else if (character === '\\') {
      index += 1;
      const escaped = pattern.charAt(index);
      if (escaped !== '*' && escaped !== '\\') throw new PatternError('wildcard has a stray "\\".', path);
      source += `\\${escaped}`;
    } else {
      source += character.replace(/[\^$.*+?()[\]{}|/-]/, '\\$&');
    }
  }
  return new RegExp(`^${source}$`, 's');
}

const COMPARISONS = new Map<unknown, (value: number, bound: number) => boolean>([
  ['=', (value, bound) => value === bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
]);

/** Bounds of numbers in a comparison. Source: EventBridge user guide, "Numeric matching": -5.0e9 to 5.0e9. */
const NUMERIC_LIMIT = 5.0e9;

interface Bound {
  readonly operator: string;
  readonly bound: number;
  readonly compare: (value: number, bound: number) => boolean;
}

/** `["=", 5]`, `["<", 5]`, or a lower bound and then an upper one: `[">", 0, "<=", 5]`. */
function numeric(operand: unknown, path: readonly string[]): ValueTest {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4) {
    throw new PatternError('numeric takes one comparison or a range of two.', path);
  }
  const bounds: Bound[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const [operator, bound] = [parts[index], parts[index + 1]];
    const compare = COMPARISONS.get(operator);
    if (compare === undefined)
      throw new PatternError(`Unknown numeric operator "${String(operator)}".`, path);
    if (typeof bound !== 'number' || Math.abs(bound) > NUMERIC_LIMIT) {
      throw new PatternError('numeric takes numbers from -5.0e9 to 5.0e9.', path);
    }
    bounds.push({ operator: String(operator), bound, compare });
  }
  const [lower, upper] = bounds;
  if (lower !== undefined && upper !== undefined) {
    const ordered =
      lower.operator.startsWith('>') && upper.operator.startsWith('<') && lower.bound < upper.bound;
    if (!ordered)
      throw new PatternError('A numeric range is a lower bound, then a higher upper bound.', path);
  }
  return (value) => typeof value === 'number' && bounds.every(({ compare, bound }) => compare(value, bound));
}

/** IPv4 or IPv6 address range, e.g. `10.0.0.0/24`. */
function cidr(operand: unknown, path: readonly string[]): ValueTest {
  const [address = '', bits = '', ...rest] = text('cidr', operand, path).split('/');
  const version = isIP(address);
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (version === 0 || rest.length > 0 || !(length <= (version === 4 ? 32 : 128))) {
    throw new PatternError(
      `cidr takes an address range such as 10.0.0.0/24, not "${String(operand)}".`,
      path,
    );
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(address, length, family);
  return (value) => typeof value === 'string' && isIP(value) === version && range.check(value, family);
}

const NEGATABLE = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

/** A value, a list of values, or one of `NEGATABLE` over a string or a list of strings. */
function anythingBut(operand: unknown, path: readonly string[]): ValueTest {
  const excluded = excludedBy(operand, path);
  return (value) => !excluded.some((test) => test(value));
}

function excludedBy(operand: unknown, path: readonly string[]): ValueTest[] {
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0) throw new PatternError('anything-but must not be empty.', path);
  if (values.every((value) => typeof value === 'string' || typeof value === 'number')) {
    return values.map((wanted) => (value) => value === wanted);
  }
  if (Array.isArray(operand)) throw new PatternError('anything-but takes strings and numbers.', path);
  const [name, nested] = onlyEntry(operand, path);
  const operator = NEGATABLE.includes(name) ? VALUE_OPERATORS.get(name) : undefined;
  if (operator === undefined) {
    throw new PatternError(`Unknown event pattern operator "${name}" in anything-but.`, path);
  }
  const wanted: readonly unknown[] = Array.isArray(nested) ? nested : [nested];
  if (wanted.length === 0) throw new PatternError('anything-but must not be empty.', path);
  return wanted.map((item) => operator(item, path));
}
