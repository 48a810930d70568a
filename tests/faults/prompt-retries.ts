import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** What the SDK's own strategy tries again. */
const PASSING: ReadonlySet<string> = new Set(['THROTTLING', 'TRANSIENT']);

interface Token {
  getRetryCount(): number;
  getRetryDelay(): number;
}

const token = (count: number): Token => ({ getRetryCount: () => count, getRetryDelay: () => 0 });

/**
 * The SDK's tries without its waits, and without its budget of tries: the same faults with the same outcome, in
 * milliseconds. The middleware around it stays the SDK's own, with one client request token for all tries.
 *
 * @param attempts Tries in all; the product's client makes four.
 */
export const promptRetries = (attempts = 4): NonNullable<DynamoDBClientConfig['retryStrategy']> => ({
  acquireInitialRetryToken: async () => token(0),
  refreshRetryTokenForRetry: async (used: Token, { errorType }: { readonly errorType: string }) => {
    const next = used.getRetryCount() + 1;
    if (next === attempts || !PASSING.has(errorType)) throw new Error('No more tries.');
    return token(next);
  },
  recordSuccess: () => undefined,
});
