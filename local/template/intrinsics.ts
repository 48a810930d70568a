/** What intrinsic functions look up while a value is being resolved. */
export interface Scope {
  /** Value of `Ref`: a parameter, a pseudo parameter or a resource. */
  ref(name: string): unknown;
  /** Value of `Fn::GetAtt`; `attribute` may be dotted. */
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, top: string, second: string): unknown;
  /** Value that another stack exports under `name`. */
  importValue(name: string): unknown;
}

/** The value of `AWS::NoValue`: a property that has it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/**
 * A template value with every intrinsic function replaced by what it stands for on this machine.
 * @throws {Error} for an intrinsic this runtime does not know, or one whose arguments do not fit.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && isIntrinsic(only[0]))
    return call(only[0], only[1], scope);
  return Object.fromEntries(
    entries
      .map(([key, item]) => [key, resolve(item, scope)] as const)
      .filter(([, item]) => item !== NO_VALUE),
  );
}

function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');
}

function call(name: string, argument: unknown, scope: Scope): unknown {
  // A policy statement's own "Condition" block is an object, never the name of a condition.
  if (name === 'Condition' && typeof argument !== 'string') return { Condition: resolve(argument, scope) };
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined) throw new Error(`Unknown intrinsic function ${name}`);
  return intrinsic(argument, scope);
}

const intrinsics: Readonly<Record<string, (argument: unknown, scope: Scope) => unknown>> = {
  Ref: (name, scope) => (name === 'AWS::NoValue' ? NO_VALUE : scope.ref(text(name, 'Ref'))),
  Condition: (name, scope) => scope.condition(text(name, 'Condition')),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId = '', ...attribute] =
      typeof argument === 'string' ? argument.split('.') : list(argument, scope, 'Fn::GetAtt').map(String);
    return scope.attribute(logicalId, attribute.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, scope, 'Fn::Join');
    return list(parts, scope, 'Fn::Join').map(String).join(text(separator, 'Fn::Join'));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(argument, scope, 'Fn::Split');
    return text(source, 'Fn::Split').split(text(separator, 'Fn::Split'));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument, scope, 'Fn::Select');
    const chosen = list(items, scope, 'Fn::Select')[Number(index)];
    if (chosen === undefined) throw new Error(`Fn::Select: no item ${String(index)}`);
    return chosen;
  },
  'Fn::Sub': substitute,
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = Array.isArray(argument) ? argument : [];
    return resolve(scope.condition(text(condition, 'Fn::If')) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument, scope, 'Fn::Equals');
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope) => list(argument, scope, 'Fn::And').every((item) => item === true),
  'Fn::Or': (argument, scope) => list(argument, scope, 'Fn::Or').some((item) => item === true),
  'Fn::Not': (argument, scope) => list(argument, scope, 'Fn::Not')[0] !== true,
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = list(argument, scope, 'Fn::FindInMap').map(String);
    return scope.mapping(map ?? '', top ?? '', second ?? '');
  },
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(text(resolve(argument, scope), 'Fn::ImportValue')),
  'Fn::Base64': (argument, scope) =>
    Buffer.from(text(resolve(argument, scope), 'Fn::Base64')).toString('base64'),
};

function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = resolve(variables ?? {}, scope) as Record<string, unknown>;
  return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (Object.hasOwn(own, name)) return String(own[name]);
    const [logicalId = '', ...attribute] = name.split('.');
    return String(
      attribute.length === 0 ? scope.ref(logicalId) : scope.attribute(logicalId, attribute.join('.')),
    );
  });
}

function list(argument: unknown, scope: Scope, intrinsic: string): unknown[] {
  const resolved = resolve(argument, scope);
  if (!Array.isArray(resolved)) throw new Error(`${intrinsic} needs a list`);
  return resolved;
}

function text(argument: unknown, intrinsic: string): string {
  if (typeof argument !== 'string')
    throw new Error(`${intrinsic} needs a text, not ${JSON.stringify(argument)}`);
  return argument;
}
