import type { Sender } from './senders.ts';
import type { Played, Use } from './use.ts';

/**
 * Plays uses in their order, `connections` at a time, each as soon as one before it is over (a closed loop).
 *
 * @throws Error of the first call that was not answered with success; those under way are waited for
 */
export async function play(uses: readonly Use[], connections: number, sender: Sender): Promise<Played> {
  const ready = uses.map(({ steps }) => steps.map((step) => step.map((call) => sender.prepare(call))));
  const over = uses.map(() => Promise.withResolvers<void>());
  const latencies = new Float64Array(uses.length);
  let next = 0;
  let failure: unknown;

  async function run(index: number): Promise<void> {
    for (const before of uses[index]?.after ?? []) await over[before]?.promise;
    const began = performance.now();
    for (const step of ready[index] ?? []) {
      const [only, ...others] = step;
      // One promise less where there is nothing to wait for together.
      if (others.length === 0) await only?.();
      else await Promise.all(step.map((send) => send()));
    }
    latencies[index] = performance.now() - began;
  }

  async function connection(): Promise<void> {
    while (next < uses.length && failure === undefined) {
      const index = next;
      next += 1;
      try {
        await run(index);
      } catch (error) {
        failure ??= error;
      }
      over[index]?.resolve();
    }
  }

  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  const elapsed = performance.now() - began;
  if (failure !== undefined) throw failure;
  return { latencies, elapsed };
}
