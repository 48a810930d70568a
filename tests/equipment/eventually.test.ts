import { expect, test } from 'vitest';
import { eventually } from './eventually.ts';

test('tries until the attempt holds, and gives back what it gave', async () => {
  let tries = 0;
  const result = await eventually(
    async () => {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
      return tries;
    },
    { every: 1 },
  );
  expect(result).toBe(3);
});

test('gives up at the deadline with the last failure', async () => {
  const error = await eventually(() => expect(1).toBe(2), { deadline: 20, every: 1 }).catch((cause) => cause);

  expect(error.message).toMatch(/^Still not so after 20 ms and \d+ tries: expected 1 to be 2/);
  expect(error.cause).toBeInstanceOf(Error);
});
