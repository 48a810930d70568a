import type { Call } from './fault-calls.ts';
import type { Body, Fault } from './faults.ts';

/** When to do what: `nth` counts the calls that fit `on` and `when`, from 1, attempts of the SDK included. */
export interface Rule {
  /** Operation as DynamoDB names it, such as `TransactWriteItems`; several; or `*` for every one. */
  readonly on: string | readonly string[];
  /** Which of the fitting calls are hit; all of them when left out. */
  readonly nth?: number | readonly number[];
  /** Narrows down by the request's body. */
  readonly when?: (body: Body) => boolean;
  readonly fault: Fault;
}

export interface RuleHandle {
  /** How many calls the rule has hit so far. */
  readonly hits: number;
  /** Resolves with the first call that the rule hits, as it arrives. */
  readonly arrived: Promise<Call>;
  remove(): void;
}

export interface Rules {
  add(rule: Rule): RuleHandle;
  /** The fault of the first rule that hits this call; every rule counts it. */
  faultFor(call: Call): Fault | undefined;
  clear(): void;
}

export function createRules(): Rules {
  const active = new Set<ActiveRule>();
  return {
    add: (rule) => {
      const entry = activate(rule);
      active.add(entry);
      return {
        get hits() {
          return entry.hits;
        },
        arrived: entry.arrived.promise,
        remove: () => void active.delete(entry),
      };
    },
    faultFor: (call) => {
      const hit = [...active].filter((entry) => countsAndHits(entry, call))[0];
      if (hit === undefined) return undefined;
      hit.hits += 1;
      hit.arrived.resolve(call);
      return hit.rule.fault;
    },
    clear: () => active.clear(),
  };
}

interface ActiveRule {
  readonly rule: Rule;
  readonly operations: readonly string[];
  readonly nth: readonly number[] | undefined;
  readonly arrived: PromiseWithResolvers<Call>;
  fitting: number;
  hits: number;
}

function activate(rule: Rule): ActiveRule {
  return {
    rule,
    operations: [rule.on].flat(),
    nth: rule.nth === undefined ? undefined : [rule.nth].flat(),
    arrived: Promise.withResolvers(),
    fitting: 0,
    hits: 0,
  };
}

function countsAndHits(entry: ActiveRule, call: Call): boolean {
  const { operations, nth, rule } = entry;
  if (!operations.includes('*') && !operations.includes(call.operation)) return false;
  if (rule.when?.(call.body) === false) return false;
  entry.fitting += 1;
  return nth?.includes(entry.fitting) ?? true;
}
