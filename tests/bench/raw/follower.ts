import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Client } from '../load/load.ts';
import type { Reaction } from '../record/script.ts';

/** What a follower's thread is started with. */
export interface FollowerData {
  readonly endpoint: string;
  readonly table: string;
  readonly client: Client;
  /** How many read the stream, as the product has consumers of it. */
  readonly readers: number;
}

export type FollowerOrder =
  | { readonly kind: 'expect'; readonly reactions: readonly Reaction[] }
  | { readonly kind: 'settle' };

export type FollowerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'settled' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Reads the stream of a table and, on each event, asks the engine for what subscribers ask for. */
export interface Follower {
  /** From now on does this when the stream brings these events. */
  expect(reactions: readonly Reaction[]): void;
  /** Waits until the stream is read to its end and all reactions to it are over. @throws Error where one failed */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the thread that follows the stream of `table` from now on. */
export async function startFollower(data: FollowerData): Promise<Follower> {
  const thread = new Worker(new URL('./follower-thread.ts', import.meta.url), { workerData: data });
  await answerOf(thread, 'ready');
  return {
    expect: (reactions) => thread.postMessage({ kind: 'expect', reactions } satisfies FollowerOrder),
    settle: async () => {
      thread.postMessage({ kind: 'settle' } satisfies FollowerOrder);
      await answerOf(thread, 'settled');
    },
    stop: async () => void (await thread.terminate()),
  };
}

async function answerOf(thread: Worker, kind: FollowerMessage['kind']): Promise<void> {
  const [message]: FollowerMessage[] = await once(thread, 'message');
  if (message?.kind === kind) return;
  throw new Error(message?.kind === 'failed' ? message.reason : `The follower said ${message?.kind}.`);
}
