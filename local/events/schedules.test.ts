import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSchedules, periodOf, type Schedules } from './schedules.ts';

const rule = (properties: object = {}) => ({
  id: 'arn:aws:events:eu-central-1:000000000000:rule/snapshots',
  properties: {
    ScheduleExpression: 'rate(6 hours)',
    State: 'ENABLED',
    Targets: [{ Arn: 'arn:aws:lambda:eu-central-1:000000000000:function:snapshots', Id: 'Target0' }],
    ...properties,
  },
});

let schedules: Schedules | undefined;
let accepted: unknown[][] = [];
const begin = (...rules: ReturnType<typeof rule>[]): void => {
  const invocations = {
    accept: (...call: unknown[]): string => {
      accepted.push(call);
      return 'request';
    },
  };
  schedules = createSchedules({ rules, invocations, account: '000000000000', region: 'eu-central-1' });
  schedules.start();
};

beforeEach(() => {
  accepted = [];
  vi.useFakeTimers({ now: new Date('2026-11-26T10:00:00.500Z') });
});
afterEach(() => {
  schedules?.stop();
  vi.useRealTimers();
});

const HOUR = 3_600_000;

describe('a schedule', () => {
  it('fires each period, the first one a period after the start, with the event that EventBridge sends', () => {
    begin(rule());
    vi.advanceTimersByTime(6 * HOUR - 1);
    expect(accepted).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(accepted).toEqual([
      [
        'arn:aws:lambda:eu-central-1:000000000000:function:snapshots',
        {
          version: '0',
          id: expect.any(String),
          'detail-type': 'Scheduled Event',
          source: 'aws.events',
          account: '000000000000',
          time: '2026-11-26T16:00:00Z',
          region: 'eu-central-1',
          resources: [rule().id],
          detail: {},
        },
      ],
    ]);
    vi.advanceTimersByTime(24 * HOUR);
    expect(accepted).toHaveLength(5);
  });

  it('of months waits as long as it takes', () => {
    begin(rule({ ScheduleExpression: 'rate(60 days)' }));
    vi.advanceTimersByTime(60 * 24 * HOUR - 1);
    expect(accepted).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(accepted).toHaveLength(1);
  });

  it('gives its target the input of the rule', () => {
    begin(rule({ Targets: [{ Arn: 'arn:aws:lambda:r:0:function:f', Id: 'T', Input: '{"a":1}' }] }));
    vi.advanceTimersByTime(6 * HOUR);
    expect(accepted).toEqual([['arn:aws:lambda:r:0:function:f', { a: 1 }]]);
  });

  it('rests while it is disabled, and once the runtime stops', () => {
    begin(rule({ State: 'DISABLED' }), rule());
    schedules?.stop();
    vi.advanceTimersByTime(48 * HOUR);
    expect(accepted).toEqual([]);
  });

  it.each([
    [{ ScheduleExpression: 'cron(0 3 * * ? *)' }, /cron/],
    [{ Targets: [{ Arn: 'arn:aws:sqs:r:0:queue', Id: 'T' }] }, /target/],
    [{ RoleArn: 'arn:aws:iam::0:role/r' }, /RoleArn/],
  ])('that is not modelled stops the start: %j', (properties, message) => {
    expect(() => begin(rule(properties))).toThrow(message);
  });

  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(5 minutes)', 300_000],
    ['rate(1 day)', 24 * HOUR],
    ['rate(1 minutes)', undefined],
    ['rate(2 hour)', undefined],
    ['rate(0 hours)', undefined],
    ['rate(1.5 hours)', undefined],
  ])('%s has a period of %s ms', (expression, period) => expect(periodOf(expression)).toBe(period));
});
