import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { readBody } from '../gateway/body.ts';
import type { Objects } from './objects.ts';
import { type ReceivedFile, receiveFile } from './received-file.ts';
import { document, notImplemented, S3Error } from './s3-error.ts';
import { type S3Parts, type S3Request, saidOf, sendDocument } from './s3-request.ts';
import type { Verified } from './s3-signature.ts';

/** Source: Amazon S3 user guide, "Uploading objects": a single put. */
const PUT_LIMIT_BYTES = 5 * 1024 ** 3;
/** Of a list of parts: 10,000 of them fit. */
const DOCUMENT_LIMIT_BYTES = 2 * 1024 * 1024;

export async function putObject(request: S3Request, { objects }: S3Parts): Promise<void> {
  const { incoming, response, bucket, key } = request;
  const file = await receive(request, objects);
  const etag = `"${file.md5}"`;
  const checksums = claimed(incoming);
  await objects.put(bucket, { key, etag, ...saidOf(request), checksums }, file);
  response.writeHead(200, { etag, ...checksums }).end();
}

export async function putPart(request: S3Request, { objects, uploads }: S3Parts): Promise<void> {
  const { parameters, response, incoming } = request;
  const number = Number(parameters.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw new S3Error(
      400,
      'InvalidArgument',
      'Part number must be an integer between 1 and 10000, inclusive.',
    );
  }
  const file = await receive(request, objects);
  try {
    const etag = await uploads.part(uploadIdOf(request), number, file);
    response.writeHead(200, { etag, ...claimed(incoming) }).end();
  } catch (error) {
    await rm(file.path, { force: true });
    throw error;
  }
}

export async function beginUpload(request: S3Request, { uploads }: S3Parts): Promise<void> {
  const { bucket, key } = request;
  const { contentType, contentEncoding } = saidOf(request);
  if (contentEncoding !== undefined) throw notImplemented('Content-Encoding of an upload in parts');
  const UploadId = uploads.begin(bucket, key, contentType);
  sendDocument(request, document('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId }));
}

export async function completeUpload(request: S3Request, { uploads }: S3Parts): Promise<void> {
  const { incoming, bucket, key } = request;
  const list = (await readBody(incoming, DOCUMENT_LIMIT_BYTES))?.toString('utf8') ?? '';
  const parts = [...list.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)<\/PartNumber>/.exec(part)?.[1]),
    etag: `"${/<ETag>(?:"|&quot;)?([^<"&]+)(?:"|&quot;)?<\/ETag>/.exec(part)?.[1] ?? ''}"`,
  }));
  const ETag = await uploads.complete(uploadIdOf(request), parts);
  sendDocument(request, document('CompleteMultipartUploadResult', { Bucket: bucket, Key: key, ETag }));
}

export async function abortUpload(request: S3Request, { uploads }: S3Parts): Promise<void> {
  await uploads.abort(uploadIdOf(request));
  request.response.writeHead(204).end();
}

export async function deleteObject(
  { bucket, key, response }: S3Request,
  { objects }: S3Parts,
): Promise<void> {
  await objects.remove(bucket, key);
  response.writeHead(204).end();
}

/**
 * Writes the body of a request to a file.
 * @throws {S3Error} where it is not what the headers say
 */
async function receive({ incoming, verified }: S3Request, { folder }: Objects): Promise<ReceivedFile> {
  const length = incoming.headers['content-length'];
  if (length === undefined) {
    throw new S3Error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (Number(length) > PUT_LIMIT_BYTES) {
    throw new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.');
  }
  if (verified.payloadHash?.startsWith('STREAMING-') === true)
    throw notImplemented('signed pieces of a body');
  const file = await receiveFile(incoming, folder);
  const fault = faultOf(incoming, verified, file);
  if (fault === undefined) return file;
  await rm(file.path, { force: true });
  throw fault;
}

function faultOf(
  incoming: IncomingMessage,
  { payloadHash }: Verified,
  file: ReceivedFile,
): S3Error | undefined {
  const wrong = Object.entries(claimed(incoming)).find(([name, value]) => file.checksums[name] !== value);
  if (wrong !== undefined) {
    return new S3Error(
      400,
      'BadDigest',
      `The ${wrong[0]} you specified did not match the calculated checksum.`,
    );
  }
  if (payloadHash === undefined || payloadHash === file.sha256) return undefined;
  return new S3Error(
    400,
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}

/** The checksums that an upload carries. */
function claimed({ headers }: IncomingMessage): Record<string, string> {
  const given = Object.entries(headers).filter(([name]) => /^x-amz-checksum-(sha256|crc32)$/.test(name));
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

const uploadIdOf = ({ parameters }: S3Request): string => parameters.get('uploadId') ?? '';
