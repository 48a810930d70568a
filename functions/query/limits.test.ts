import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Copy, openCopy } from './copy.ts';
import { withinLimits } from './limits.ts';

let copy: Copy;
beforeEach(async () => {
  copy = await openCopy({ memory: '60MB', threads: 2, folder: tmpdir() });
});
afterEach(() => copy.close());

const works = async (): Promise<unknown> => (await copy.rows('SELECT 6 * 7'))[0]?.[0];

describe('a question over its limits', () => {
  it('of time is stopped, and the engine lives on', async () => {
    const endless =
      'SELECT count(*) FROM range(1000000) AS a, range(1000000) AS b WHERE a.range + b.range = 7';
    const began = performance.now();
    const asked = withinLimits(copy, 200, async () => {
      await copy.rows(endless);
      // The second one begins after the interruption.
      await copy.rows(endless);
    });
    await expect(asked).rejects.toMatchObject({ code: 'search.over-time', kind: 'malformed' });
    // Hours, if nobody had stopped it.
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(await works()).toBe(42);
  });

  it('of memory is stopped, and the engine lives on', async () => {
    const greedy = 'SELECT list(range) FROM range(50000000) GROUP BY range % 3';
    await expect(withinLimits(copy, 60_000, () => copy.rows(greedy))).rejects.toMatchObject({
      code: 'search.over-memory',
      kind: 'malformed',
    });
    expect(await works()).toBe(42);
  });

  it('and nothing else: what fails otherwise fails as it does', async () => {
    await expect(withinLimits(copy, 1_000, () => copy.rows('SELECT nothing'))).rejects.not.toHaveProperty(
      'code',
    );
    expect(await withinLimits(copy, 1_000, works)).toBe(42);
  });
});

it('what was looked up for a question is gone after it', async () => {
  await copy.run('CREATE OR REPLACE TEMP TABLE hits AS SELECT 1 AS n');
  copy.passing.add('hits');
  await copy.forgetPassing();
  expect(await copy.rows('SELECT table_name FROM duckdb_tables() WHERE temporary')).toEqual([]);
  await copy.forgetPassing();
});
