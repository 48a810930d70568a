import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NewObject, ObjectFacts, Objects } from './objects.ts';
import { S3Error } from './s3-error.ts';
import type { Verified } from './s3-signature.ts';
import type { Uploads } from './uploads.ts';

/** A request whose signature holds. */
export interface S3Request {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly bucket: string;
  /** Decoded; empty where the bucket itself is meant. */
  readonly key: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly verified: Verified;
}

export interface S3Parts {
  readonly objects: Objects;
  readonly uploads: Uploads;
}

export type Operation = (request: S3Request, parts: S3Parts) => Promise<void>;

/** @throws {S3Error} where an object is not the one that a precondition wants */
export function requireMatch(
  wanted: string | string[] | undefined,
  facts: ObjectFacts,
  condition: string,
): void {
  if (wanted === undefined || wanted === facts.etag || wanted === '*') return;
  const message = 'At least one of the pre-conditions you specified did not hold.';
  throw new S3Error(412, 'PreconditionFailed', message, { Condition: condition });
}

/** What the headers of a request say of the object that it writes. */
export const saidOf = ({
  incoming: { headers },
}: S3Request): Pick<NewObject, 'contentType' | 'contentEncoding'> => ({
  contentType: headers['content-type'] ?? 'binary/octet-stream',
  contentEncoding: headers['content-encoding'],
});

export function sendDocument({ response }: S3Request, text: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(text);
}
