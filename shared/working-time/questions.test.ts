import { expect, it } from 'vitest';
import { reportIssues } from '../issue.ts';
import { daysQuerySchema, reckonInputSchema } from './questions.ts';

const faults = (schema: typeof daysQuerySchema | typeof reckonInputSchema, input: object) => {
  const { error } = schema.safeParse(input);
  return error ? reportIssues(error, input).map(({ pointer, code }) => `${pointer} ${code}`) : [];
};

it.each([
  [{ from: '2026-01-01', to: '2027-02-04' }, []],
  [{ from: '2026-01-01', to: '2027-02-05' }, ['/to day.range-too-long']],
  [{ from: '2026-01-02', to: '2026-01-01' }, ['/to day.ends-before-start']],
  [{ from: '1969-12-31', to: '1970-01-01' }, ['/from time.out-of-range']],
])('days from $from to $to', (query, expected) => {
  expect(faults(daysQuerySchema, query)).toEqual(expected);
});

it.each([
  [{ from: '2026-01-01T00:00:00Z', add: 'PT8H' }, []],
  [{ from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }, []],
  [{ from: '2026-01-01T00:00:00Z', add: 'P1D' }, ['/add duration.invalid']],
  [{ from: '2026-01-01T00:00:00Z', to: '2026-01-01T02:00:00+03:00' }, ['/to time.ends-before-start']],
  [{ from: '2200-01-01T00:00:00Z', add: 'PT1H' }, ['/from time.out-of-range']],
  [{ from: '0001-01-01T00:00:00Z', add: 'PT1H' }, ['/from time.out-of-range']],
])('%o is reckoned, or refused', (body, expected) => {
  expect(faults(reckonInputSchema, body)).toEqual(expected);
});
