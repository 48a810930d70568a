import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Played, Use } from './use.ts';

/** How calls are sent: as bytes that are ready, or by the SDK's client. */
export type Client = 'http' | 'sdk';

/** What a load thread is started with. */
export interface LoadData {
  readonly target: string;
  readonly client: Client;
  /** Sent with every call; the SDK's client makes its own. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface LoadOrder {
  readonly uses: readonly Use[];
  readonly connections: number;
}

export type LoadMessage =
  | { readonly kind: 'played'; readonly played: Played }
  | { readonly kind: 'failed'; readonly reason: string };

/** Calls one address as fast as it answers. */
export interface Load {
  /**
   * Plays uses, so many at a time.
   * @throws Error of the first answer that was not one of success
   */
  play(uses: readonly Use[], connections: number): Promise<Played>;
  stop(): Promise<void>;
}

/** Starts the thread that calls `target`. */
export function startLoad(data: LoadData): Load {
  const thread = new Worker(new URL('./load-thread.ts', import.meta.url), { workerData: data });
  return {
    async play(uses, connections) {
      thread.postMessage({ uses, connections } satisfies LoadOrder);
      // `once` rejects where the thread itself fails.
      const [message]: LoadMessage[] = await once(thread, 'message');
      if (message?.kind === 'played') return message.played;
      throw new Error(message?.reason ?? 'The load thread said nothing.');
    },
    stop: async () => void (await thread.terminate()),
  };
}
