import type { Rule } from '../equipment/fault-rules.ts';
import type { Fault } from '../equipment/faults.ts';

/** How an undisturbed run went, as far as faults are placed by it. */
export interface Course {
  /** Operations of the engine, in order. */
  readonly calls: readonly string[];
  /** Items in the last transaction. */
  readonly width: number;
}

/** One thing that goes wrong, and what has to come of it. */
export interface FaultCase {
  readonly name: string;
  rules(course: Course): Rule[];
  /** `success`, or the code of the error; with an Idempotency-Key a record of it is the transaction's first item. */
  outcome(keyed: boolean): string;
  /** How many of the run's transactions are carried out before the caller gets the answer. */
  applied(course: Course): number;
}

const TRANSACTION = 'TransactWriteItems';
const READS = ['GetItem', 'Query', 'BatchGetItem'];

const isRead = (operation: string): boolean => READS.includes(operation);
const transactionsIn = (calls: readonly string[]): number =>
  calls.filter((operation) => operation === TRANSACTION).length;

/** So many calls from the given one on; more than anybody tries is for good. */
const tries = (from: number, count = 40): number[] =>
  Array.from({ length: count }, (_, index) => from + index);

type Length = 'once' | 'four times' | 'for good';
const COUNT: Readonly<Record<Length, number>> = { once: 1, 'four times': 4, 'for good': 40 };

/** A fault of the run's last transaction. */
function inTransaction(
  what: string,
  length: Length,
  fault: Fault | ((width: number) => Fault),
  expected: { readonly outcome?: string | ((keyed: boolean) => string); readonly committed?: boolean } = {},
): FaultCase {
  const { outcome = 'success', committed = false } = expected;
  const whole = outcome === 'success' || committed;
  return {
    name: `${what} ${length}`,
    rules: ({ calls, width }) => [
      {
        on: TRANSACTION,
        nth: tries(transactionsIn(calls), COUNT[length]),
        fault: typeof fault === 'function' ? fault(width) : fault,
      },
    ],
    outcome: typeof outcome === 'function' ? outcome : () => outcome,
    applied: ({ calls }) => transactionsIn(calls) - (whole ? 0 : 1),
  };
}

const unavailable = { outcome: 'engine.unavailable' };
const busy = { outcome: 'engine.busy' };
/** Done, but the caller is told so only where a stored answer can be found. */
const done = { outcome: (keyed: boolean) => (keyed ? 'success' : 'engine.unavailable'), committed: true };

const second = (width: number): number => Math.min(1, width - 1);
const everywhere = (width: number): number[] => tries(0, width);
const inProgress = { outcome: (keyed: boolean) => (keyed ? 'idempotency.in-progress' : 'engine.busy') };

/** What the service's transactions meet, at the engine's door, in it, or after it. */
export const transactionFaults: readonly FaultCase[] = [
  inTransaction('conflict of the first item', 'once', { kind: 'conflict', at: [0] }),
  inTransaction('conflict of the last item', 'four times', (width) => ({
    kind: 'conflict',
    at: [width - 1],
  })),
  inTransaction('conflict of the first item', 'for good', { kind: 'conflict', at: [0] }, inProgress),
  inTransaction(
    'conflict of the second item',
    'for good',
    (width) => ({ kind: 'conflict', at: [second(width)] }),
    {
      outcome: 'engine.busy',
    },
  ),
  inTransaction(
    'conflict of the last item',
    'for good',
    (width) => ({ kind: 'conflict', at: [width - 1] }),
    busy,
  ),
  inTransaction(
    'conflict of all items',
    'for good',
    (width) => ({ kind: 'conflict', at: everywhere(width) }),
    inProgress,
  ),
  inTransaction('throttling', 'once', { kind: 'throttle' }),
  inTransaction('throttling', 'for good', { kind: 'throttle' }, unavailable),
  inTransaction(
    'throttling of an index',
    'for good',
    { kind: 'throttle', code: 'ProvisionedThroughputExceededException' },
    unavailable,
  ),
  inTransaction(
    'throttling of the account',
    'for good',
    { kind: 'throttle', code: 'RequestLimitExceeded' },
    unavailable,
  ),
  inTransaction('throttling of the last item', 'four times', (width) => ({
    kind: 'throttle',
    at: [width - 1],
  })),
  inTransaction('throttling of the first item', 'for good', { kind: 'throttle', at: [0] }, busy),
  inTransaction(
    'throttling of the last item',
    'for good',
    (width) => ({ kind: 'throttle', at: [width - 1] }),
    busy,
  ),
  inTransaction('500', 'once', { kind: 'error500' }),
  inTransaction('500', 'for good', { kind: 'error500' }, unavailable),
  inTransaction('500 after the commit', 'once', { kind: 'error500', committed: true }),
  inTransaction('500 after the commit', 'for good', { kind: 'error500', committed: true }, done),
  inTransaction('broken connection', 'once', { kind: 'refuse' }),
  inTransaction('broken connection', 'for good', { kind: 'refuse' }, unavailable),
  inTransaction('lost reply', 'once', { kind: 'lostReply' }),
  inTransaction('lost reply', 'for good', { kind: 'lostReply' }, done),
  inTransaction('transaction in progress', 'once', { kind: 'inProgress' }),
  inTransaction('transaction in progress', 'for good', { kind: 'inProgress' }, unavailable),
];

/** The last transaction goes through, or meets a passing fault, and then something else goes wrong. */
function afterTransaction(name: string, first: Fault, then: Fault, succeeds: boolean): FaultCase {
  return {
    name,
    rules: ({ calls }) => {
      const transaction = calls.lastIndexOf(TRANSACTION) + 1;
      const later = succeeds ? [transaction + 1] : tries(transaction + 1);
      return [
        { on: '*', nth: transaction, fault: first },
        { on: '*', nth: later, fault: then },
      ];
    },
    outcome: () => (succeeds ? 'success' : 'engine.unavailable'),
    applied: ({ calls }) => transactionsIn(calls),
  };
}

export const sequences: readonly FaultCase[] = [
  afterTransaction('conflict, then a lost reply', { kind: 'conflict' }, { kind: 'lostReply' }, true),
  afterTransaction('lost reply, then throttling', { kind: 'lostReply' }, { kind: 'throttle' }, true),
  afterTransaction(
    'lost reply, then the transaction in progress',
    { kind: 'lostReply' },
    { kind: 'inProgress' },
    true,
  ),
  afterTransaction('lost reply, then nobody answers', { kind: 'lostReply' }, { kind: 'refuse' }, false),
  afterTransaction(
    '500 after the commit, then throttling for good',
    { kind: 'error500', committed: true },
    { kind: 'throttle' },
    false,
  ),
];

function inRead(which: 'first' | 'last', length: 'once' | 'for good', what: string, fault: Fault): FaultCase {
  const place = (calls: readonly string[]): number =>
    which === 'first' ? calls.findIndex(isRead) : calls.findLastIndex(isRead);
  return {
    name: `${what} of the ${which} read ${length}`,
    rules: ({ calls }) => {
      const nth = calls.slice(0, place(calls) + 1).filter(isRead).length;
      return [{ on: READS, nth: tries(nth, COUNT[length]), fault }];
    },
    outcome: () => (length === 'once' ? 'success' : 'engine.unavailable'),
    applied: ({ calls }) => transactionsIn(length === 'once' ? calls : calls.slice(0, place(calls))),
  };
}

/** To a reader a lost reply is a broken connection. */
const READ_FAULTS: Readonly<Record<string, Fault>> = {
  throttling: { kind: 'throttle' },
  '500': { kind: 'error500' },
  'broken connection': { kind: 'refuse' },
};

export const readFaults: readonly FaultCase[] = Object.entries(READ_FAULTS).flatMap(([what, fault]) =>
  (['first', 'last'] as const).flatMap((which) => [
    inRead(which, 'once', what, fault),
    inRead(which, 'for good', what, fault),
  ]),
);
