import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials } from '../credentials.ts';
import { denied, S3Error } from './s3-error.ts';
import {
  ALGORITHM,
  decoded,
  fromAddress,
  fromHeaders,
  parametersOf,
  type Signature,
  UNSIGNED,
} from './s3-signature-form.ts';

/** A request as it came, its address not yet decoded. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, e.g. `/bucket/a%20key?versionId=1`. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface SignatureRules {
  readonly region: string;
  readonly credentials: Credentials;
  readonly now: Date;
}

/** What a valid signature says. */
export interface Verified {
  /** SHA-256 of the body in hexadecimal digits; nothing where the signature leaves the body open. */
  readonly payloadHash?: string;
}

/**
 * Checks AWS Signature Version 4 of a request, in its header or in its address. Written after the service's description
 * and not with the library that signs in the product, so that it checks that library and its settings, too.
 * Source: Amazon S3 API reference, "Authenticating Requests (AWS Signature Version 4)".
 * @throws {S3Error} where it is missing, wrong, expired, or leaves an `x-amz-` header open
 */
export function verifySignature(request: RawRequest, rules: SignatureRules): Verified {
  const parameters = parametersOf(request.url);
  const presigned = parameters.some(([name]) => name === 'X-Amz-Signature');
  const signature = presigned ? fromAddress(parameters, rules.now) : fromHeaders(request.headers, rules.now);
  requireSigned(request.headers, signature.signedHeaders);
  const scope = scopeOf(signature, rules);
  const canonical = canonicalRequest(request, parameters, signature);
  const toSign = [ALGORITHM, signature.date, scope.join('/'), sha256(canonical)].join('\n');
  const key = [...scope, toSign].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${rules.credentials.secretAccessKey}`,
  );
  if (!same(Buffer.from(key).toString('hex'), signature.signature)) throw mismatch(canonical, toSign);
  return signature.payloadHash === UNSIGNED ? {} : { payloadHash: signature.payloadHash };
}

/** Whoever holds an address may add nothing that means something. */
function requireSigned(headers: IncomingHttpHeaders, signed: readonly string[]): void {
  const open = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !signed.includes(name));
  if (open.length === 0 && signed.includes('host')) return;
  const details = { HeadersNotSigned: open.length === 0 ? 'host' : open.join(', ') };
  throw denied('There were headers present in the request which were not signed', details);
}

/** Date, region, service and the closing word of a credential, all of which have to be ours. */
function scopeOf({ credential, date }: Signature, { region, credentials }: SignatureRules): string[] {
  const [accessKeyId, ...scope] = credential.split('/');
  if (accessKeyId !== credentials.accessKeyId) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Error(403, 'InvalidAccessKeyId', message, { AWSAccessKeyId: accessKeyId ?? '' });
  }
  const expected = [date.slice(0, 8), region, 's3', 'aws4_request'];
  if (scope.join('/') === expected.join('/')) return expected;
  throw new S3Error(
    400,
    'AuthorizationHeaderMalformed',
    `The credential's scope must be ${expected.join('/')}.`,
    {
      Region: region,
    },
  );
}

function canonicalRequest(
  { method, url, headers }: RawRequest,
  parameters: readonly (readonly [string, string])[],
  { signedHeaders, payloadHash }: Signature,
): string {
  const [path = '/'] = url.split('?');
  const query = parameters
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .toSorted((left, right) => compare(left[0], right[0]) || compare(left[1], right[1]));
  const headerOf = (name: string): string =>
    String(headers[name] ?? '')
      .trim()
      .replaceAll(/ +/g, ' ');
  const values = signedHeaders.map((name) => `${name}:${headerOf(name)}\n`);
  return [
    method,
    path
      .split('/')
      .map((part) => encoded(decoded(part.replaceAll('+', '%2B'))))
      .join('/'),
    query.map((pair) => pair.join('=')).join('&'),
    values.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** RFC 3986's unreserved characters stay, all others are encoded. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const same = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

function mismatch(canonical: string, toSign: string): S3Error {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  return new S3Error(403, 'SignatureDoesNotMatch', message, {
    StringToSign: toSign,
    CanonicalRequest: canonical,
  });
}
