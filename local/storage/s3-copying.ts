import { createReadStream } from 'node:fs';
import { receiveFile } from './received-file.ts';
import { document, noSuchKey, notImplemented, S3Error } from './s3-error.ts';
import { requireMatch, type S3Parts, type S3Request, saidOf, sendDocument } from './s3-request.ts';
import { decoded } from './s3-signature-form.ts';

/**
 * Source: Amazon S3 API reference, CopyObject: what is known of the object goes along, or, where it says REPLACE, what the
 * request says in its place. The checksums go along in either case: the bytes are the same.
 */
export async function copyObject(request: S3Request, { objects }: S3Parts): Promise<void> {
  const { incoming, bucket, key } = request;
  const [source = '', ...path] = decoded(
    String(incoming.headers['x-amz-copy-source']).replace(/^\//, ''),
  ).split('/');
  if (source !== bucket) throw notImplemented('copy from another bucket');
  const isReplaced = replaces(incoming.headers['x-amz-metadata-directive'] ?? 'COPY');
  const from = path.join('/');
  const facts = objects.find(bucket, from);
  if (facts === undefined) throw noSuchKey(from);
  requireMatch(incoming.headers['x-amz-copy-source-if-match'], facts, 'x-amz-copy-source-If-Match');
  // In one turn with the look at its facts, so that it is the same object.
  const bytes = createReadStream('', { fd: objects.open(bucket, from) });
  const file = await receiveFile(bytes, objects.folder);
  const { contentType, contentEncoding } = isReplaced ? saidOf(request) : facts;
  const etag = `"${file.md5}"`;
  const { checksums } = facts;
  await objects.put(bucket, { key, etag, contentType, contentEncoding, checksums }, file);
  sendDocument(request, document('CopyObjectResult', { ETag: etag, LastModified: new Date().toISOString() }));
}

function replaces(directive: string | string[]): boolean {
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE';
  throw new S3Error(400, 'InvalidArgument', 'Unknown metadata directive.', {
    ArgumentName: 'x-amz-metadata-directive',
    ArgumentValue: String(directive),
  });
}
