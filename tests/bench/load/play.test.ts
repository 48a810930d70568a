import { expect, test } from 'vitest';
import { play } from './play.ts';
import type { Sender } from './senders.ts';
import type { Call, Use } from './use.ts';

const call = (path: string): Call => ({ method: 'GET', path });
const use = (path: string, after: readonly number[] = []): Use => ({ steps: [[call(path)]], after });

/** Answers each call when it is told to, or at once. */
function handSender({ atOnce }: { readonly atOnce: boolean }) {
  const sent: string[] = [];
  const waiting = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const sender: Sender = {
    prepare:
      ({ path }) =>
      async () => {
        sent.push(path);
        if (atOnce) return;
        const answer = Promise.withResolvers<void>();
        waiting.set(path, answer);
        await answer.promise;
      },
    close: () => undefined,
  };
  return {
    sent,
    sender,
    answer: (path: string) => waiting.get(path)?.resolve(),
    refuse: (path: string) => waiting.get(path)?.reject(new Error(`no ${path}`)),
  };
}

test('as many uses are under way as there are connections, and one more when one is over', async () => {
  const { sent, sender, answer } = handSender({ atOnce: false });
  const playing = play([use('a'), use('b'), use('c')], 2, sender);
  await expect.poll(() => sent).toEqual(['a', 'b']);
  answer('b');
  await expect.poll(() => sent).toEqual(['a', 'b', 'c']);
  answer('a');
  answer('c');
  const { latencies, elapsed } = await playing;
  expect(latencies).toHaveLength(3);
  expect(elapsed).toBeGreaterThanOrEqual(Math.max(...latencies));
});

test('the calls of a step go together, and the next step after them', async () => {
  const { sent, sender, answer } = handSender({ atOnce: false });
  const playing = play([{ steps: [[call('a'), call('b')], [call('c')]] }], 1, sender);
  await expect.poll(() => sent).toEqual(['a', 'b']);
  answer('b');
  answer('a');
  await expect.poll(() => sent).toEqual(['a', 'b', 'c']);
  answer('c');
  await playing;
});

test('a use begins after those that it has to wait for', async () => {
  const { sent, sender, answer } = handSender({ atOnce: false });
  const playing = play([use('a'), use('b', [0]), use('c')], 3, sender);
  await expect.poll(() => sent).toEqual(['a', 'c']);
  answer('a');
  await expect.poll(() => sent).toEqual(['a', 'c', 'b']);
  answer('b');
  answer('c');
  await playing;
});

test('what is refused ends the run, with nothing more begun', async () => {
  const { sent, sender, refuse } = handSender({ atOnce: false });
  const playing = play([use('a'), use('b')], 1, sender);
  await expect.poll(() => sent).toEqual(['a']);
  refuse('a');
  await expect(playing).rejects.toThrow('no a');
  expect(sent).toEqual(['a']);
});

test('uses that ask for nothing take no time and no call', async () => {
  const { sent, sender } = handSender({ atOnce: true });
  await play([{ steps: [] }, use('a')], 1, sender);
  expect(sent).toEqual(['a']);
});
