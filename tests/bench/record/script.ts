import { type Call, engineCall, type Use } from '../load/use.ts';
import type { Recorded } from './recording-proxy.ts';

/** What subscribers ask of the engine once the stream has brought them an event. */
export interface Reaction {
  /** Sort key of the event's item. */
  readonly event: string;
  readonly use: Use;
}

/** Uses to be played, and what their events lead to. */
export interface Script {
  readonly uses: readonly Use[];
  readonly reactions: readonly Reaction[];
}

/** Part of a script, with the reactions that belong to it. What came before it is over when it is played. */
export function sliceOf(script: Script, from: number, to: number): Script {
  const uses = script.uses.slice(from, to).map(({ after = [], ...use }): Use => {
    const within = after.map((index) => index - from).filter((index) => index >= 0);
    return within.length === 0 ? use : { ...use, after: within };
  });
  const events = new Set(uses.flatMap(eventsOf));
  return { uses, reactions: script.reactions.filter(({ event }) => events.has(event)) };
}

/**
 * The requests of one use as steps: what was under way at the same time is sent at the same time again.
 *
 * @param recorded In order of arrival.
 */
export function stepsOf(recorded: readonly Recorded[]): Call[][] {
  const steps: { readonly calls: Call[]; ended: number }[] = [];
  for (const { operation, body, began, ended } of recorded) {
    const call = engineCall(operation, body);
    const step = steps.at(-1);
    if (step !== undefined && began < step.ended) {
      step.calls.push(call);
      step.ended = Math.max(step.ended, ended);
    } else steps.push({ calls: [call], ended });
  }
  return steps.map(({ calls }) => calls);
}

interface TransactItem {
  readonly Put?: { readonly Item?: { readonly sk?: { S?: string }; readonly kind?: { S?: string } } };
}

/** Sort keys of the event items that a use writes. */
export function eventsOf({ steps }: Use): string[] {
  return steps.flat().flatMap(({ headers, body = '{}' }) => {
    if (headers?.['x-amz-target']?.endsWith('.TransactWriteItems') !== true) return [];
    const { TransactItems: items = [] } = JSON.parse(body) as { TransactItems?: TransactItem[] };
    return items.flatMap(({ Put: put }) =>
      put?.Item?.kind?.S === 'event' && put.Item.sk?.S !== undefined ? [put.Item.sk.S] : [],
    );
  });
}

const READS = ['GetItem', 'Query', 'BatchGetItem'];
const ULID = /\b[0-9A-HJKMNP-TV-Z]{26}\b/g;

/**
 * What subscribers asked for, by the event that each invocation speaks of.
 *
 * @param recorded Requests of subscribers, in order of arrival.
 * @throws Error where a subscriber wrote without naming any of the events
 */
export function reactionsTo(events: ReadonlySet<string>, recorded: readonly Recorded[]): Reaction[] {
  const invocations = Map.groupBy(recorded, ({ caller, invocation }) => `${caller} ${invocation}`);
  return [...invocations].flatMap(([invocation, requests]) => {
    const named = requests.flatMap(({ body }) => body.match(ULID) ?? []).find((id) => events.has(id));
    if (named !== undefined) return [{ event: named, use: { steps: stepsOf(requests) } }];
    const wrote = requests.some(({ operation }) => !READS.includes(operation));
    if (wrote) throw new Error(`What ${invocation} wrote belongs to no event of the recording.`);
    // It found that the event had been dealt with before.
    return [];
  });
}
