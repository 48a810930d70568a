/** What the table layer asks the engine for. */
export type Operation = 'GetItem' | 'Query' | 'BatchGetItem' | 'TransactWriteItems' | 'UpdateItem';

/** What a use of the table may cost: exact requests, and capacity units as the engine counts them. */
export interface AccessPattern {
  readonly id: string;
  readonly use: string;
  /** The routes that cost this; none where something else than a request of a person leads to it. */
  readonly routes: readonly string[];
  /**
   * Each request with its key condition or its items. `T` stands for `T#<tenant>`; reads are eventually consistent
   * unless they say otherwise.
   */
  readonly requests: readonly `${Operation} ${string}`[];
  /** Read capacity units. */
  readonly reads: number;
  /** Write capacity units, those of the indexes included. */
  readonly writes: number;
}

/** How often each operation is asked for. */
export function operationsOf({ requests }: AccessPattern): Partial<Record<Operation, number>> {
  const operations: Partial<Record<Operation, number>> = {};
  for (const request of requests) {
    const operation = request.slice(0, request.indexOf(' ')) as Operation;
    operations[operation] = (operations[operation] ?? 0) + 1;
  }
  return operations;
}
