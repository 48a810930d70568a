import { KartotekaError } from '../../../shared/errors.ts';
import type { Reply } from './parts.ts';
import type { RequestToSign, Signer } from './signer.ts';

const REQUEST_TIMEOUT_MS = 20_000;
const TRIES = 4;
const BASE_PAUSE_MS = 50;

/**
 * Reads the whole answer too, so that a line that breaks in the middle is tried again. Nothing is read of an object that is
 * kept with an encoding.
 */
async function attempt(signer: Signer, request: RequestToSign, body?: Uint8Array): Promise<Reply> {
  const { url, headers } = await signer.sign(request);
  const response = await fetch(url, {
    method: request.method,
    headers,
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
  });
  const { status, headers: answered } = response;
  // `fetch` would decode it, to a size of its sender's choice.
  if (request.method === 'GET' && answered.has('content-encoding')) {
    await response.body?.cancel();
    return { status, headers: answered, body: new Uint8Array() };
  }
  return { status, headers: answered, body: await response.bytes() };
}

/**
 * Sends one request, and again where the store is busy or the line breaks: each of them may be repeated.
 *
 * @throws KartotekaError `engine.unavailable`
 */
export async function sendSigned(signer: Signer, request: RequestToSign, body?: Uint8Array): Promise<Reply> {
  let cause: unknown;
  for (let tried = 1; tried <= TRIES; tried += 1) {
    try {
      const reply = await attempt(signer, request, body);
      if (reply.status < 500 && reply.status !== 429) return reply;
      cause = new Error(`${request.method}: ${reply.status}`);
    } catch (error) {
      cause = error;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, Math.random() * BASE_PAUSE_MS * 2 ** tried);
    });
  }
  throw new KartotekaError(
    'unavailable',
    'engine.unavailable',
    'The store of files does not answer right now: try again.',
    { retryAfter: 2, cause },
  );
}
