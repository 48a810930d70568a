import { createHash } from 'node:crypto';
import { KartotekaError } from '../../../shared/errors.ts';
import { putInParts, type Reply, tagIn } from './parts.ts';
import { sendSigned } from './sending.ts';
import {
  type Credentials,
  createSigner,
  encodeKey,
  type RequestToSign,
  type SignedRequest,
} from './signer.ts';

/** What the store says of an object. */
export interface FileFacts {
  readonly bytes: number;
  /** Changes with each upload to the same key. */
  readonly etag: string;
  readonly contentType: string;
  /** What whoever sent it says it is encoded with; nothing where nothing was said. No signature forbids to say it. */
  readonly contentEncoding?: string;
  /** SHA-256 in Base64, where the upload carried one. */
  readonly sha256?: string;
}

export interface Upload {
  readonly contentType: string;
  /** Exact size of what will be sent. */
  readonly bytes: number;
  /** SHA-256 of what will be sent, in Base64: the store refuses anything else. */
  readonly sha256?: string;
}

export interface Copying {
  /** The object as it was when it was looked at. */
  readonly etag: string;
  /** Of the copy. */
  readonly contentType: string;
}

export interface Download {
  /** What the browser is to call the file. */
  readonly fileName: string;
  readonly contentType: string;
}

export interface ReadOptions {
  /** The object as it was when it was looked at. */
  readonly etag?: string;
  /** First byte. */
  readonly from?: number;
  /** Last byte, included. */
  readonly to?: number;
}

/** An object was replaced since it was looked at. */
export class FileReplaced extends Error {
  override readonly name = 'FileReplaced';
}

/** There is no such object. */
export class FileMissing extends Error {
  override readonly name = 'FileMissing';
}

/** The objects of one private bucket. People send and fetch them by addresses signed for minutes, never through a function. */
export interface Files {
  /** Where a client may send one file from an instant on, by default now, with the headers it has to send along. */
  uploadAddress(key: string, upload: Upload, from?: Date): Promise<SignedRequest>;
  /** Where a client may fetch one file, always as an attachment: nothing of a client's is shown as a page. */
  downloadAddress(key: string, download: Download, from?: Date): Promise<string>;
  /** What is there; nothing where no upload was finished. */
  find(key: string): Promise<FileFacts | undefined>;
  /**
   * The bytes of an object, a few megabytes at a time.
   *
   * @throws FileReplaced when the object no longer has the ETag; FileMissing when it is gone
   * @throws KartotekaError `file.encoded` where it is kept with an encoding: its bytes would come as others
   */
  read(key: string, options: ReadOptions): AsyncIterable<Uint8Array>;
  /** Writes an object whole. */
  put(key: string, body: Uint8Array, contentType: string): Promise<void>;
  /** Writes an object of any size from pieces, holding a few megabytes; it is there whole or not at all. */
  putStream(key: string, pieces: AsyncIterable<Uint8Array>, contentType: string): Promise<void>;
  /**
   * Writes an object anew under another key, in the store itself. Nothing goes along that came with it but its bytes and
   * its checksum.
   *
   * @throws FileReplaced when the object no longer has the ETag; FileMissing when it is gone
   */
  copy(from: string, to: string, copying: Copying): Promise<void>;
  /** Deleting what is gone changes nothing. */
  remove(key: string): Promise<void>;
}

/** The bucket of the installation. */
export interface BucketPlace {
  readonly bucket: string;
  readonly region: string;
  /** `AWS_ENDPOINT_URL_S3`: another service than AWS's own, which is addressed by paths. */
  readonly endpoint?: string | undefined;
  /** By default those of the function's role, from its environment. */
  readonly credentials?: Credentials | undefined;
}

const baseOf = ({ bucket, region, endpoint }: BucketPlace): URL =>
  new URL(
    endpoint === undefined
      ? `https://${bucket}.s3.${region}.amazonaws.com/`
      : `${endpoint.replace(/\/+$/, '')}/${bucket}/`,
  );

/** How long a signed address may be used, in seconds. */
export const ADDRESS_SECONDS = 15 * 60;

/** When an address that is good from an instant on expires. */
export const addressExpiry = (from: Date): string =>
  new Date(from.getTime() + ADDRESS_SECONDS * 1000).toISOString();

const WINDOW_BYTES = 4 * 1024 * 1024;

/** The bucket of the installation, by signed requests; see ADR 0018 for why not by the SDK's client. */
export function createFiles(place: BucketPlace): Files {
  const signer = createSigner({
    base: baseOf(place),
    region: place.region,
    credentials: place.credentials,
  });
  const send = (request: RequestToSign, body?: Uint8Array) => sendSigned(signer, request, body);
  return {
    uploadAddress: (key, { contentType, bytes, sha256 }, from = new Date()) =>
      signer.presign(
        {
          method: 'PUT',
          key,
          headers: {
            'content-type': contentType,
            'content-length': String(bytes),
            ...(sha256 === undefined ? {} : { 'x-amz-checksum-sha256': sha256 }),
          },
        },
        ADDRESS_SECONDS,
        from,
      ),
    downloadAddress: async (key, { fileName, contentType }, from = new Date()) => {
      const query = {
        'response-content-disposition': contentDisposition(fileName),
        'response-content-type': contentType,
      };
      return (await signer.presign({ method: 'GET', key, query }, ADDRESS_SECONDS, from)).url;
    },
    find: async (key) => {
      const response = await send({ method: 'HEAD', key, headers: { 'x-amz-checksum-mode': 'ENABLED' } });
      return response.status === 404 ? undefined : factsOf(accepted(response, key));
    },
    read: (key, options) => read(send, key, options),
    put: async (key, body, contentType) => {
      accepted(await send({ method: 'PUT', key, headers: headersOf(body, contentType) }, body), key);
    },
    putStream: (key, pieces, contentType) =>
      putInParts(
        { send: async (request, body) => accepted(await send(request, body), key) },
        key,
        pieces,
        contentType,
      ),
    copy: async (from, to, { etag, contentType }) => {
      const headers = {
        'content-type': contentType,
        'x-amz-metadata-directive': 'REPLACE',
        'x-amz-copy-source': `/${place.bucket}/${encodeKey(from)}`,
        'x-amz-copy-source-if-match': etag,
      };
      const copied = accepted(await send({ method: 'PUT', key: to, headers }), from);
      // The service may find a fault after it has begun to answer 200.
      const fault = tagIn(copied, 'Code');
      if (fault !== undefined) throw new Error(`The store of files did not copy ${from}: ${fault}.`);
    },
    remove: async (key) => {
      const response = await send({ method: 'DELETE', key });
      if (response.status !== 404) accepted(response, key);
    },
  };
}

const headersOf = (body: Uint8Array, contentType: string): Record<string, string> => ({
  'content-type': contentType,
  'x-amz-checksum-sha256': createHash('sha256').update(body).digest('base64'),
});

/** An answer that says yes; anything else is a fault of ours, since nothing of a caller's is in the request. */
function accepted(reply: Reply, key: string): Reply {
  if (reply.status >= 200 && reply.status < 300) return reply;
  if (reply.status === 412) throw new FileReplaced('The file was replaced.');
  if (reply.status === 404) throw new FileMissing('The file is not there.');
  throw new Error(`The store of files answered ${reply.status} to ${key}.`);
}

function unencoded(reply: Reply): Reply {
  if (!reply.headers.has('content-encoding')) return reply;
  throw new KartotekaError(
    'conflict',
    'file.encoded',
    'The file came with the header "Content-Encoding": send it anew, without that header.',
  );
}

function factsOf({ headers }: Reply): FileFacts {
  const sha256 = headers.get('x-amz-checksum-sha256');
  const contentEncoding = headers.get('content-encoding');
  return {
    bytes: Number(headers.get('content-length')),
    etag: headers.get('etag') ?? '',
    contentType: headers.get('content-type') ?? '',
    ...(contentEncoding === null ? {} : { contentEncoding }),
    ...(sha256 === null ? {} : { sha256 }),
  };
}

/** In windows, so that a slow reader holds no connection open and a broken one costs a window only. */
async function* read(
  send: (request: RequestToSign) => Promise<Reply>,
  key: string,
  { etag, from = 0, to = Number.MAX_SAFE_INTEGER }: ReadOptions,
): AsyncGenerator<Uint8Array> {
  for (let at = from; at <= to; ) {
    const wanted = Math.min(WINDOW_BYTES, to - at + 1);
    const range = `bytes=${at}-${at + wanted - 1}`;
    const headers = { range, ...(etag === undefined ? {} : { 'if-match': etag }) };
    const reply = await send({ method: 'GET', key, headers });
    // Nothing lies behind the last byte.
    if (reply.status === 416) return;
    const { body } = unencoded(accepted(reply, key));
    yield body;
    if (body.byteLength < wanted) return;
    at += body.byteLength;
  }
}

/** RFC 6266 with the name in UTF-8 (RFC 8187), and an ASCII one for old clients. */
export function contentDisposition(fileName: string): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
