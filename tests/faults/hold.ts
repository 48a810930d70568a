import type { FaultProxy } from '../equipment/fault-proxy.ts';

export interface Held {
  /** Resolves once the transaction has come. */
  readonly arrived: Promise<unknown>;
  letGo(): void;
}

/** Holds the next transaction, on its way to the engine or on its way back, until it is let go. */
export function holdNext(proxy: FaultProxy, hold: 'request' | 'reply' = 'request'): Held {
  const gate = Promise.withResolvers<void>();
  const fault = { kind: 'delay', until: gate.promise, hold } as const;
  const { arrived } = proxy.rule({ on: 'TransactWriteItems', nth: 1, fault });
  return { arrived, letGo: gate.resolve };
}
