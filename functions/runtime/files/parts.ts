import type { RequestToSign } from './signer.ts';

/** S3 takes parts of 5 MiB or more, the last one excepted. */
const PART_BYTES = 5 * 1024 * 1024;
const BYTES = { 'content-type': 'application/octet-stream' };

/** What the store answered, read whole. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

interface Sending {
  /** Sends a request; gives the answer only if it says yes. */
  readonly send: (request: RequestToSign, body?: Uint8Array) => Promise<Reply>;
}

/**
 * Writes an object in parts (S3's multipart upload), so that only one part is held at a time. What fails on the way is
 * taken back, and the bucket's lifecycle takes back what could not be.
 */
export async function putInParts(
  { send }: Sending,
  key: string,
  pieces: AsyncIterable<Uint8Array>,
  contentType: string,
): Promise<void> {
  const begun = await send({
    method: 'POST',
    key,
    query: { uploads: '' },
    headers: { 'content-type': contentType },
  });
  const uploadId = tagIn(begun, 'UploadId');
  if (uploadId === undefined) throw new Error('The store of files began an upload without an id.');
  try {
    const etags: string[] = [];
    for await (const part of inParts(pieces)) {
      const partNumber = String(etags.length + 1);
      const answer = await send(
        { method: 'PUT', key, query: { partNumber, uploadId }, headers: BYTES },
        part,
      );
      etags.push(answer.headers.get('etag') ?? '');
    }
    const completed = await send({ method: 'POST', key, query: { uploadId } }, listOf(etags));
    // The service may find a fault after it has begun to answer 200.
    const fault = tagIn(completed, 'Code');
    if (fault !== undefined) throw new Error(`The store of files did not complete an upload: ${fault}.`);
  } catch (error) {
    await send({ method: 'DELETE', key, query: { uploadId } }).catch(() => undefined);
    throw error;
  }
}

/** Pieces of any size as parts of the right size; one empty part where there are none. */
async function* inParts(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  let parts = 0;
  for await (const piece of pieces) {
    held.push(piece);
    bytes += piece.byteLength;
    if (bytes < PART_BYTES) continue;
    yield Buffer.concat(held);
    parts += 1;
    held = [];
    bytes = 0;
  }
  if (bytes > 0 || parts === 0) yield Buffer.concat(held);
}

/** The text of an element of a document that the store answered with. */
export const tagIn = ({ body }: Reply, tag: string): string | undefined =>
  new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(new TextDecoder().decode(body))?.[1];

function listOf(etags: readonly string[]): Uint8Array {
  const parts = etags.map(
    (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  return new TextEncoder().encode(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
}
