import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { issuesOf } from '../tests/equipment/issues.ts';
import { idsSchema, MAX_BATCH_IDS } from './batch.ts';
import { createUlidFactory } from './ulid.ts';

const next = createUlidFactory();
const many = (count: number): string[] => Array.from({ length: count }, next);
const query = z.strictObject({ ids: idsSchema });

describe('ids of a query', () => {
  it('keep their order and lose their doubles', () => {
    const [one = '', two = '', three = ''] = many(3);
    expect(query.parse({ ids: [two, one, two, three, one].join(',') })).toEqual({ ids: [two, one, three] });
  });

  it('are 1 to 100, doubles not counted', () => {
    const hundred = many(MAX_BATCH_IDS);
    expect(query.parse({ ids: [...hundred, ...hundred].join(',') }).ids).toEqual(hundred);
    expect(issuesOf(query, { ids: [...hundred, next()].join(',') })).toEqual([['/ids', 'list.too-long']]);
    expect(issuesOf(query, {})).toEqual([['/ids', 'field.required']]);
  });

  it.each([
    '',
    ',',
    'x',
    '01KA9ZQ4T8E3M6X0V7B2C5D9F',
    ' 01KA9ZQ4T8E3M6X0V7B2C5D9FG',
    '01ka9zq4t8e3m6x0v7b2c5d9fg',
  ])('are ids: %j is none', (ids) => {
    expect(issuesOf(query, { ids })).toContainEqual(['/ids/0', 'ulid.invalid']);
  });
});
