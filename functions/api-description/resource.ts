import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync, constants as zlib } from 'node:zlib';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

type Headers = Readonly<Record<string, string>>;

/** How a body may be compressed on its way, the smallest first. */
const ENCODINGS = ['br', 'gzip'] as const;
type Encoding = (typeof ENCODINGS)[number];

/** Something that is answered to everybody as it is. */
export interface Resource {
  readonly headers: Headers;
  /** Names this version of the content. */
  readonly tag: string;
  readonly body: (encoding: Encoding | undefined) => Buffer;
}

/** A text of ours; it is compressed when somebody asks for it first. */
export function textResource(text: string, headers: Headers): Resource {
  const plain = Buffer.from(text);
  const compressed = new Map<Encoding, Buffer>();
  return {
    headers,
    tag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    body: (encoding) => {
      if (encoding === undefined) return plain;
      const known = compressed.get(encoding) ?? compress(plain, encoding);
      compressed.set(encoding, known);
      return known;
    },
  };
}

/** Quality 5 takes 10 ms for the description; what is built beforehand is compressed better. */
const compress = (plain: Buffer, encoding: Encoding): Buffer =>
  encoding === 'br'
    ? brotliCompressSync(plain, { params: { [zlib.BROTLI_PARAM_QUALITY]: 5 } })
    : gzipSync(plain);

/** A resource as the gateway takes it: compressed where the caller takes that, and not at all where the caller has it. */
export function answerWith(
  resource: Resource,
  event: Pick<APIGatewayProxyEventV2, 'headers'>,
): APIGatewayProxyStructuredResultV2 {
  const encoding = encodingFor(event.headers['accept-encoding']);
  // Each form has a tag of its own: it is another sequence of bytes (RFC 9110, 8.8.3.3).
  const etag = `"${resource.tag}${encoding === undefined ? '' : `-${encoding}`}"`;
  const headers = {
    ...resource.headers,
    etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  };
  if (isKnown(event.headers['if-none-match'], etag)) return { statusCode: 304, headers };
  const body = resource.body(encoding);
  if (encoding === undefined) return { statusCode: 200, headers, body: body.toString('utf8') };
  return {
    statusCode: 200,
    headers: { ...headers, 'content-encoding': encoding },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
}

/** The smallest encoding that a caller takes: Accept-Encoding weighs each, and 0 refuses (RFC 9110, 12.5.3). */
export function encodingFor(header = ''): Encoding | undefined {
  const weights = new Map(
    header.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((text) => text.startsWith('q='))?.slice(2) ?? '1';
      return [name, Number(weight)];
    }),
  );
  return ENCODINGS.find((encoding) => (weights.get(encoding) ?? weights.get('*') ?? 0) > 0);
}

/** Whether a caller has this version: If-None-Match lists tags and compares them weakly (RFC 9110, 13.1.2). */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
