import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Objects } from './objects.ts';
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

export function sendDocument({ response }: S3Request, text: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' }).end(text);
}
