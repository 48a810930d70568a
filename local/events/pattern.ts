import {
  compileOperator,
  isLeafValue,
  isOperatorName,
  type LeafTest,
  PatternError,
} from './pattern-operators.ts';

/** Whether an event matches a pattern. */
export type EventMatcher = (event: unknown) => boolean;

type NodeTest = (node: Readonly<Record<string, unknown>>) => boolean;

/**
 * Compiles an event pattern, given as JSON text or as its value, to a matcher of events.
 *
 * Source: EventBridge user guide, "Event patterns" and "Comparison operators for use in event patterns". A field named
 * by the pattern must be there; fields of one level are ANDed, values of one list are ORed; where the event holds a
 * list, one element is enough, and the fields below it must match within the same element.
 *
 * Numbers compare by value: the service's rule that 300 and 3.0e2 differ cannot be seen after JSON has been parsed.
 * @throws {PatternError} where the pattern is malformed or uses an operator that does not exist, naming it
 */
export function compilePattern(pattern: unknown): EventMatcher {
  const test = compileNode(typeof pattern === 'string' ? parse(pattern) : pattern, []);
  return (event) => isObject(event) && test(event);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PatternError('An event pattern must be JSON.', [], { cause });
  }
}

function compileNode(pattern: unknown, path: readonly string[]): NodeTest {
  if (!isObject(pattern)) throw new PatternError('An event pattern must be an object.', path);
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new PatternError('An event pattern must name a field.', path);
  const tests = entries.map(([key, value]) =>
    key === '$or' && isAlternatives(value)
      ? compileAlternatives(value, path)
      : compileField(key, value, path),
  );
  return (node) => tests.every((test) => test(node));
}

/**
 * `$or` over objects that name fields. A field may itself be called `$or`: then its list holds values and comparisons.
 * Source: EventBridge user guide, "Or"; the open-source matcher `aws/event-ruler` decides by the reserved names.
 */
function isAlternatives(value: unknown): value is readonly Record<string, unknown>[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => isObject(item) && !isComparison(item))
  );
}

function isComparison(item: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(item).some(isOperatorName);
}

function compileAlternatives(value: readonly unknown[], path: readonly string[]): NodeTest {
  if (value.length < 2) throw new PatternError('$or needs at least two alternatives.', path);
  const tests = value.map((alternative) => compileNode(alternative, path));
  return (node) => tests.some((test) => test(node));
}

function compileField(key: string, value: unknown, parent: readonly string[]): NodeTest {
  const path = [...parent, key];
  if (Array.isArray(value)) {
    if (value.length === 0) throw new PatternError('A list of values must not be empty.', path);
    const test = anyOf(value.map((item) => compileOperator(item, path)));
    return (node) => test(leavesOf(Object.hasOwn(node, key) ? node[key] : undefined));
  }
  if (!isObject(value)) throw new PatternError('Values of a pattern must be in a list.', path);
  const test = compileNode(value, path);
  return (node) => nodesOf(Object.hasOwn(node, key) ? node[key] : undefined).some(test);
}

function anyOf(tests: readonly LeafTest[]): LeafTest {
  return (leaves) => tests.some((test) => test(leaves));
}

/** Leaf values at a field: none where it is absent, an object or an empty list; each element's where it is a list. */
function leavesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isLeafValue(value) ? [value] : [];
}

/** Objects at a field. An absent field counts as an empty object, so that `exists: false` can look below it. */
function nodesOf(value: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.length === 0 ? [{}] : value.flatMap(nodesOf);
  return [isObject(value) ? value : {}];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
