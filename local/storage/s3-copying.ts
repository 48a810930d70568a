import { createReadStream } from 'node:fs';
import { receiveFile } from './received-file.ts';
import { document, noSuchKey, notImplemented } from './s3-error.ts';
import { requireMatch, type S3Parts, type S3Request, sendDocument } from './s3-request.ts';
import { decoded } from './s3-signature-form.ts';

/** Source: Amazon S3 API reference, CopyObject: what is known of the object goes along. */
export async function copyObject(request: S3Request, { objects }: S3Parts): Promise<void> {
  const { incoming, bucket, key } = request;
  const [source = '', ...path] = decoded(
    String(incoming.headers['x-amz-copy-source']).replace(/^\//, ''),
  ).split('/');
  if (source !== bucket) throw notImplemented('copy from another bucket');
  const from = path.join('/');
  const facts = objects.find(bucket, from);
  if (facts === undefined) throw noSuchKey(from);
  requireMatch(incoming.headers['x-amz-copy-source-if-match'], facts, 'x-amz-copy-source-If-Match');
  // In one turn with the look at its facts, so that it is the same object.
  const bytes = createReadStream('', { fd: objects.open(bucket, from) });
  const file = await receiveFile(bytes, objects.folder);
  const { contentType, checksums } = facts;
  const etag = `"${file.md5}"`;
  await objects.put(bucket, { key, etag, contentType, checksums }, file);
  sendDocument(request, document('CopyObjectResult', { ETag: etag, LastModified: new Date().toISOString() }));
}
