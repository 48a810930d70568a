import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Credentials } from '../credentials.ts';
import { copyObject } from './s3-copying.ts';
import { type CorsRule, corsHeaders, preflight } from './s3-cors.ts';
import { errorDocument, notImplemented, S3Error } from './s3-error.ts';
import { getObject, headObject, listObjects } from './s3-reading.ts';
import type { Operation, S3Parts, S3Request } from './s3-request.ts';
import { verifySignature } from './s3-signature.ts';
import { decoded, parametersOf } from './s3-signature-form.ts';
import { abortUpload, beginUpload, completeUpload, deleteObject, putObject, putPart } from './s3-writing.ts';

export interface S3ServerOptions extends S3Parts {
  /** Rules of CORS by the bucket. */
  readonly buckets: ReadonlyMap<string, readonly CorsRule[]>;
  readonly region: string;
  /** Of everybody who signs on this machine. */
  readonly credentials: Credentials;
  readonly now?: () => Date;
}

/** What is understood; all else would be silently wrong. */
const HEADERS =
  /^x-amz-(content-sha256|date|user-agent|sdk-checksum-algorithm|checksum-(sha256|crc32|mode)|copy-source(-if-match)?|metadata-directive)$/;
const PARAMETERS =
  /^(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Content-Sha256)|x-id|uploads|uploadId|partNumber|list-type|prefix|max-keys|start-after|continuation-token|response-(content-(type|disposition|encoding|language)|cache-control|expires))$/;

/**
 * Answers the requests to S3 that the product makes, addressed by paths (`/bucket/key`), as the service does: with
 * signatures checked, addresses that expire, checksums and CORS.
 */
export function createS3Server(options: S3ServerOptions): RequestListener {
  return (incoming, response) => {
    serve(incoming, response, options).catch((error: unknown) => refuse(incoming, response, error));
  };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  options: S3ServerOptions,
): Promise<void> {
  const { method = '', url = '/', headers } = incoming;
  const [path = '/'] = url.split('?');
  const [bucket = '', ...key] = path.split('/').slice(1);
  const rules = options.buckets.get(bucket);
  if (rules === undefined) {
    throw new S3Error(404, 'NoSuchBucket', `The specified bucket does not exist: ${bucket}`, {
      BucketName: bucket,
    });
  }
  if (method === 'OPTIONS') return void response.writeHead(200, preflight(rules, headers)).end();
  for (const [name, value] of Object.entries(corsHeaders(rules, method, headers))) {
    response.setHeader(name, value);
  }
  const { region, credentials, now = () => new Date() } = options;
  const verified = verifySignature({ method, url, headers }, { region, credentials, now: now() });
  const parameters = new Map(parametersOf(url));
  const unknown = [
    ...Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !HEADERS.test(name)),
    ...[...parameters.keys()].filter((name) => !PARAMETERS.test(name)),
  ];
  if (unknown.length > 0) throw notImplemented(unknown.join(', '));
  const request = {
    incoming,
    response,
    bucket,
    key: key.map((part) => decoded(part.replaceAll('+', '%2B'))).join('/'),
    parameters,
    verified,
  };
  await operationOf(request)(request, options);
}

/** @throws {S3Error} NotImplemented where S3 would know what is asked for, and this machine does not */
function operationOf({ incoming: { method = '', headers }, key, parameters }: S3Request): Operation {
  const upload = parameters.has('uploadId');
  const copied = headers['x-amz-copy-source'] !== undefined;
  if (copied && (upload || method !== 'PUT')) throw notImplemented('copy of a part');
  const operation = {
    PUT: upload ? putPart : copied ? copyObject : putObject,
    GET: getObject,
    HEAD: headObject,
    DELETE: upload ? abortUpload : deleteObject,
    POST: upload ? completeUpload : parameters.has('uploads') ? beginUpload : undefined,
  }[method];
  if (key !== '' && operation !== undefined) return operation;
  if (key === '' && method === 'GET' && parameters.get('list-type') === '2') return listObjects;
  throw notImplemented(`${method} of ${key === '' ? 'a bucket' : 'an object'}`);
}

function refuse(incoming: IncomingMessage, response: ServerResponse, error: unknown): void {
  // The client went away, or the answer broke off in the middle: it must not look whole.
  if (response.headersSent || response.destroyed) return void response.destroy();
  const refusal =
    error instanceof S3Error
      ? error
      : new S3Error(500, 'InternalError', error instanceof Error ? error.message : String(error));
  // What is still on its way is read to the end, so that whoever sends it gets to read the answer.
  incoming.resume();
  response
    .writeHead(refusal.status, { 'content-type': 'application/xml' })
    .end(incoming.method === 'HEAD' ? '' : errorDocument(refusal));
}
