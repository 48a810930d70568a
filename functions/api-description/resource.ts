import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Coding, preferredCoding } from '../runtime/compressing.ts';

type Headers = Readonly<Record<string, string>>;

/** Something that is answered to everybody as it is. */
export interface Resource {
  readonly headers: Headers;
  /** Names this version of the content. */
  readonly tag: string;
  readonly plain: () => Buffer;
  /** Its content as it was compressed when it was built; what has none is compressed with the answer. */
  readonly packed?: (coding: Coding) => Buffer;
}

/** A text of ours. */
export function textResource(text: string, headers: Headers): Resource {
  const plain = Buffer.from(text);
  const tag = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  return { headers, tag, plain: () => plain };
}

/** A resource as the gateway takes it: compressed where it was built so and the caller takes that, and not at all where the caller has it. */
export function answerWith(
  { headers: own, tag, plain, packed }: Resource,
  event: Pick<APIGatewayProxyEventV2, 'headers'>,
): APIGatewayProxyStructuredResultV2 {
  const coding = packed && preferredCoding(event.headers['accept-encoding']);
  // Each form has a tag of its own: it is another sequence of bytes (RFC 9110, 8.8.3.3).
  const etag = `"${tag}${coding === undefined ? '' : `-${coding}`}"`;
  const headers = {
    ...own,
    etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  };
  if (isKnown(event.headers['if-none-match'], etag)) return { statusCode: 304, headers };
  if (packed === undefined || coding === undefined)
    return { statusCode: 200, headers, body: plain().toString('utf8') };
  return {
    statusCode: 200,
    headers: { ...headers, 'content-encoding': coding },
    body: packed(coding).toString('base64'),
    isBase64Encoded: true,
  };
}

/** Whether a caller has this version: If-None-Match lists tags and compares them weakly (RFC 9110, 13.1.2). */
function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
