import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './body.ts';
import { CognitoError, type Identity } from './contract.ts';

/** More than any of the calls can need. */
const REQUEST_BYTES = 256 * 1024;
const CONTENT_TYPE = 'application/x-amz-json-1.1';

/** Answers one HTTP request of an AWS client (JSON 1.1 protocol, `X-Amz-Target`) by the local user pool. */
export async function answerCognito(
  identity: Pick<Identity, 'cognito'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const target = request.headers['x-amz-target'];
    const answer = await identity.cognito(typeof target === 'string' ? target : '', await readJson(request));
    response.writeHead(200, { 'Content-Type': CONTENT_TYPE }).end(JSON.stringify(answer));
  } catch (error) {
    // Whatever else goes wrong is of the connection, and its client is gone.
    if (!(error instanceof CognitoError)) return void response.destroy();
    const { type, message, status } = error;
    response
      .writeHead(status, { 'Content-Type': CONTENT_TYPE, 'x-amzn-ErrorType': type })
      .end(JSON.stringify({ __type: type, message }));
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = await readBody(request, REQUEST_BYTES);
  if (text === undefined) throw new CognitoError('SerializationException', 'The request is too long.');
  try {
    return JSON.parse(text);
  } catch {
    throw new CognitoError('SerializationException', 'The request is not JSON.');
  }
}
