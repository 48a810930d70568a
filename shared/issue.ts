/**
 * How a schema says what is wrong: every refusal has a stable `code` for programs and a message for a person
 * that says what to do. Our own rules carry the code in `params.code` of zod's `custom` issue; zod's own issues
 * get theirs from `issueCode`. Codes are `<what>.<why>` in kebab case and never change once published.
 *
 * @example One condition
 * ```ts
 * z.string().refine(isKnown, codedIssue('currency.unknown', 'Give an ISO 4217 code such as RUB.'))
 * ```
 * @example A rule that picks one of several refusals and stops later checks
 * ```ts
 * z.string().superRefine(refusing((text) => (text === '' ? { code: 'text.empty', message: '...' } : undefined)))
 * ```
 */
import type * as z from 'zod';

/** Why a rule refuses a value. */
export interface Refusal {
  /** Stable, for programs: `phone.too-short`. */
  readonly code: string;
  /** For a person: what to do about it. English; a client translates by code. */
  readonly message: string;
}

/** One thing wrong with an input, ready for an RFC 9457 answer. */
export interface ReportedIssue extends Refusal {
  /** RFC 6901 pointer to the field; empty for the whole input. */
  readonly pointer: string;
}

/** A coded issue in the shape that `refine(check, ...)` and `ctx.addIssue(...)` both take. */
export function codedIssue(code: string, message: string) {
  return { code: 'custom' as const, message, params: { code } };
}

/** Turns a rule into a `superRefine` callback; the checks after a refusal are skipped. */
export function refusing<T>(rule: (value: T) => Refusal | undefined) {
  return (value: T, context: z.core.$RefinementCtx<T>): void => {
    const refusal = rule(value);
    if (refusal) {
      context.addIssue({ ...codedIssue(refusal.code, refusal.message), input: value, continue: false });
    }
  };
}

/**
 * Stable code of a zod issue.
 * @param issue an issue of a failed parse
 * @param input the value that was parsed: zod reports a missing field as a wrong type, only the input tells them apart
 */
export function issueCode(issue: z.core.$ZodIssue, input?: unknown): string {
  if (issue.code === 'custom') {
    const code: unknown = issue.params?.['code'];
    return typeof code === 'string' ? code : 'value.invalid';
  }
  if (speaksOfValue(issue) && issue.path.length > 0 && valueAt(input, issue.path) === undefined) {
    return 'field.required';
  }
  switch (issue.code) {
    case 'invalid_type':
      return 'type.invalid';
    case 'unrecognized_keys':
      return 'field.unknown';
    case 'invalid_value':
      return 'value.not-listed';
    case 'invalid_union':
      return issue.discriminator ? 'value.not-listed' : 'value.invalid';
    case 'not_multiple_of':
      return 'number.not-a-multiple';
    case 'invalid_key':
      return 'field.invalid-name';
    case 'invalid_element':
      return 'list.invalid-element';
    case 'too_big':
      return TOO_BIG[issue.origin] ?? 'value.too-large';
    case 'too_small':
      return TOO_SMALL[issue.origin] ?? 'value.too-small';
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'text.invalid-format';
  }
}

/**
 * All that is wrong with an input, in the order found, each unknown field by itself.
 * @param error the error of a failed parse
 * @param input the value that was parsed
 * @param limit how many are reported at most: an answer must not grow with the number of faults sent
 */
export function reportIssues(error: z.core.$ZodError, input: unknown, limit = 50): ReportedIssue[] {
  const reported: ReportedIssue[] = [];
  for (const issue of error.issues) {
    for (const one of expand(issue, input)) {
      reported.push(one);
      if (reported.length >= limit) return reported;
    }
  }
  return reported;
}

/** RFC 6901 pointer of a path: `['phones', 0, 'a/b']` is `/phones/0/a~1b`. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const TOO_BIG: Readonly<Record<string, string>> = {
  string: 'text.too-long',
  number: 'number.too-large',
  int: 'number.too-large',
  bigint: 'number.too-large',
  array: 'list.too-long',
  set: 'list.too-long',
};

const TOO_SMALL: Readonly<Record<string, string>> = {
  string: 'text.too-short',
  number: 'number.too-small',
  int: 'number.too-small',
  bigint: 'number.too-small',
  array: 'list.too-short',
  set: 'list.too-short',
};

const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'time.invalid',
  date: 'date.invalid',
  time: 'time-of-day.invalid',
  duration: 'duration.invalid',
  email: 'email.invalid',
  url: 'url.invalid',
};

function* expand(issue: z.core.$ZodIssue, input: unknown): Generator<ReportedIssue> {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const pointer = jsonPointer([...issue.path, key]);
      yield {
        code: 'field.unknown',
        pointer,
        message: 'This field is not known: check its name or leave it out.',
      };
    }
    return;
  }
  const branch = issue.code === 'invalid_union' ? likeliestBranch(issue.errors) : undefined;
  if (branch) {
    for (const inner of branch) yield* expand({ ...inner, path: [...issue.path, ...inner.path] }, input);
    return;
  }
  const code = issueCode(issue, input);
  const message = code === 'field.required' ? 'This field is required.' : issue.message;
  yield { code, pointer: jsonPointer(issue.path), message };
}

/** The only variant of a union whose outer type fits: its faults say more than "no variant fits". */
function likeliestBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const fitting = branches.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || !speaksOfValue(issue)),
  );
  if (fitting.length < 2) return fitting[0];
  // Variants that differ by the names of their fields: the one that knows all that were given.
  const knowing = fitting.filter((issues) =>
    issues.every(({ code, path }) => code !== 'unrecognized_keys' || path.length > 0),
  );
  return knowing.length === 1 ? knowing[0] : undefined;
}

function speaksOfValue(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union';
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
