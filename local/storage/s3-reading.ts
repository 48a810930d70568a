import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { ObjectFacts, Objects } from './objects.ts';
import { document, noSuchKey, S3Error } from './s3-error.ts';
import { requireMatch, type S3Parts, type S3Request, sendDocument } from './s3-request.ts';

/** Source: Amazon S3 API reference, ListObjectsV2. */
const PAGE_LIMIT = 1000;

export async function headObject(request: S3Request, { objects }: S3Parts): Promise<void> {
  const facts = factsFor(request, objects);
  request.response
    .writeHead(200, {
      ...headersOf(request, facts),
      ...checksumsFor(request, facts),
      'content-length': facts.bytes,
    })
    .end();
}

export async function getObject(request: S3Request, { objects }: S3Parts): Promise<void> {
  const { response, bucket, key } = request;
  const facts = factsFor(request, objects);
  const range = rangeIn(request, facts);
  const { start, end } = range ?? { start: 0, end: facts.bytes - 1 };
  // In one turn with the look at its facts, so that it is the same object.
  const fd = facts.bytes === 0 ? undefined : objects.open(bucket, key);
  response.writeHead(range === undefined ? 200 : 206, {
    ...headersOf(request, facts),
    'content-length': end - start + 1,
    ...(range === undefined
      ? checksumsFor(request, facts)
      : { 'content-range': `bytes ${start}-${end}/${facts.bytes}` }),
  });
  if (fd === undefined) response.end();
  else await pipeline(createReadStream('', { fd, start, end }), response);
}

export async function listObjects(request: S3Request, { objects }: S3Parts): Promise<void> {
  const { bucket, parameters } = request;
  const prefix = parameters.get('prefix') ?? '';
  const token = parameters.get('continuation-token');
  const after =
    token === undefined
      ? (parameters.get('start-after') ?? '')
      : Buffer.from(token, 'base64').toString('utf8');
  const limit = Math.min(Number(parameters.get('max-keys') ?? PAGE_LIMIT), PAGE_LIMIT);
  const found = objects.list(bucket, { prefix, after, limit: limit + 1 });
  const page = found.slice(0, limit);
  const next = found.length > limit ? page.at(-1)?.key : undefined;
  const contents = page.map(({ key, modified, etag, bytes }) => ({
    Key: key,
    LastModified: modified.toISOString(),
    ETag: etag,
    Size: String(bytes),
    StorageClass: 'STANDARD',
  }));
  sendDocument(
    request,
    document('ListBucketResult', {
      Name: bucket,
      Prefix: prefix,
      MaxKeys: String(limit),
      KeyCount: String(page.length),
      IsTruncated: String(next !== undefined),
      ...(next === undefined ? {} : { NextContinuationToken: Buffer.from(next).toString('base64') }),
      Contents: contents,
    }),
  );
}

/** @throws {S3Error} where there is no such object, or it is not the one that is wanted */
function factsFor({ bucket, key, incoming }: S3Request, objects: Objects): ObjectFacts {
  const facts = objects.find(bucket, key);
  if (facts === undefined) throw noSuchKey(key);
  requireMatch(incoming.headers['if-match'], facts, 'If-Match');
  return facts;
}

/** Headers of an answer, where the address may ask for others. */
function headersOf({ parameters }: S3Request, facts: ObjectFacts): Record<string, string> {
  const asked = [...parameters].flatMap(([name, value]) =>
    name.startsWith('response-') ? [[name.slice('response-'.length), value] as const] : [],
  );
  return {
    'content-type': facts.contentType,
    ...(facts.contentEncoding === undefined ? {} : { 'content-encoding': facts.contentEncoding }),
    etag: facts.etag,
    'last-modified': facts.modified.toUTCString(),
    'accept-ranges': 'bytes',
    ...Object.fromEntries(asked),
  };
}

const checksumsFor = (
  { incoming }: S3Request,
  { checksums }: ObjectFacts,
): Readonly<Record<string, string>> =>
  incoming.headers['x-amz-checksum-mode'] === 'ENABLED' ? checksums : {};

/**
 * The one range that is asked for, both ends included; the whole object where none or several are.
 * Source: RFC 9110, section 14.
 * @throws {S3Error} where nothing lies in it
 */
function rangeIn(
  { incoming }: S3Request,
  { bytes }: ObjectFacts,
): { readonly start: number; readonly end: number } | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(incoming.headers.range ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (start <= end) return { start, end };
  throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable.', {
    ActualObjectSize: String(bytes),
  });
}
