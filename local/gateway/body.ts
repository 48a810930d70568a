import type { IncomingMessage } from 'node:http';

/** A client that goes on and on is cut off; one that sends a little too much gets to read the answer. */
const PATIENCE = 10;

/**
 * Reads the body of a request; `undefined` where it is larger than `limit` bytes.
 * @throws {Error} where the client goes away before the end
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else if (length > limit * PATIENCE) resolve(undefined);
    });
    request.on('end', () => resolve(length > limit ? undefined : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('The client went away'));
    });
  });
}
