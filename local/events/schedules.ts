import { randomUUID } from 'node:crypto';
import { readProperties } from './properties.ts';
import type { AsyncInvocations, Log, ResolvedResource } from './wiring.ts';

const MINUTE_MS = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
};

/** The longest wait that a timer of Node takes, in milliseconds. */
const MAX_WAIT_MS = 2 ** 31 - 1;

export interface SchedulesOptions {
  /** AWS::Events::Rule resources that have a ScheduleExpression; `id` is the rule's ARN. */
  readonly rules: readonly ResolvedResource[];
  readonly invocations: Pick<AsyncInvocations, 'accept'>;
  readonly account: string;
  readonly region: string;
  readonly log?: Log;
  /** What the clock says, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** Rules that fire by the clock. */
export interface Schedules {
  /** The first firing is one period from here, as it is from a rule's creation on AWS; what fell into a time without the runtime is not made up for. */
  start(): void;
  stop(): void;
}

export const isSchedule = ({ properties }: ResolvedResource): boolean =>
  properties['ScheduleExpression'] !== undefined;

/** @throws {Error} where a rule uses what the local runtime does not model, naming it */
export function createSchedules(options: SchedulesOptions): Schedules {
  const { now = Date.now, log = () => undefined } = options;
  const rules = options.rules.map(readScheduleRule).filter((rule) => rule !== undefined);
  const timers = new Map<string, NodeJS.Timeout>();

  const fire = (rule: ScheduleRule, at: number): void => {
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: options.account,
      time: `${new Date(at).toISOString().slice(0, 19)}Z`,
      region: options.region,
      resources: [rule.arn],
      detail: {},
    };
    for (const { arn, input } of rule.targets) {
      try {
        options.invocations.accept(arn, input ?? event);
      } catch (error) {
        log({ message: 'A schedule could not fire', rule: rule.arn, target: arn, error: String(error) });
      }
    }
  };

  const wait = (rule: ScheduleRule, at: number): void => {
    const left = at - now();
    const timer = setTimeout(
      () => {
        if (now() < at) return wait(rule, at);
        fire(rule, at);
        wait(rule, Math.max(at + rule.periodMs, now()));
      },
      Math.min(Math.max(0, left), MAX_WAIT_MS),
    );
    // The runtime lives by its servers, not by what is to come.
    timer.unref();
    timers.set(rule.arn, timer);
  };

  return {
    start: () => {
      for (const rule of rules) wait(rule, now() + rule.periodMs);
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

interface ScheduleRule {
  readonly arn: string;
  readonly periodMs: number;
  readonly targets: readonly { readonly arn: string; readonly input: unknown }[];
}

function readScheduleRule({ id, properties }: ResolvedResource): ScheduleRule | undefined {
  const where = `AWS::Events::Rule ${id}`;
  const known = ['Name', 'Description', 'EventBusName', 'ScheduleExpression', 'State', 'Targets'];
  const rule = readProperties(where, properties, known);
  const state = rule.optionalText('State') ?? 'ENABLED';
  if (state !== 'ENABLED' && state !== 'DISABLED') throw rule.refuse(`State ${state} is not modelled`);
  const periodMs = periodOf(rule.text('ScheduleExpression'));
  if (periodMs === undefined)
    throw rule.refuse(
      `ScheduleExpression ${rule.text('ScheduleExpression')} is not modelled, only rate(...)`,
    );
  const targets = rule.list('Targets').map((properties_) => {
    const target = readProperties(`${where} Targets`, properties_, [
      'Arn',
      'Id',
      'RetryPolicy',
      'DeadLetterConfig',
      'Input',
    ]);
    const arn = target.text('Arn');
    if (arn.split(':')[2] !== 'lambda') throw target.refuse(`a schedule has no target such as ${arn}`);
    const input = target.optionalText('Input');
    return { arn, input: input === undefined ? undefined : (JSON.parse(input) as unknown) };
  });
  return state === 'ENABLED' ? { arn: id, periodMs, targets } : undefined;
}

/**
 * The period of a rate expression, in milliseconds. Source: EventBridge user guide, "Setting a schedule pattern": one unit is singular, several
 * are plural.
 */
export function periodOf(expression: string): number | undefined {
  const [, count = '', unit = '', plural = ''] =
    /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const milliseconds = UNITS[unit];
  if (milliseconds === undefined || (count === '1') !== (plural === '')) return undefined;
  return Number(count) * milliseconds;
}
