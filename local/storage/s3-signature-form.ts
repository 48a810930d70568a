import type { IncomingHttpHeaders } from 'node:http';
import { denied, S3Error } from './s3-error.ts';

/** A signature as it came, not yet checked. */
export interface Signature {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** As `20261125T101500Z`. */
  readonly date: string;
  readonly payloadHash: string;
}

export const ALGORITHM = 'AWS4-HMAC-SHA256';
/** In the place of a body's hash: the body is open. */
export const UNSIGNED = 'UNSIGNED-PAYLOAD';
const SKEW_MS = 15 * 60_000;
const WEEK_SECONDS = 604_800;

/** Name and value of each parameter of an address, decoded, in its order. */
export function parametersOf(url: string): readonly (readonly [string, string])[] {
  const query = url.split('?').slice(1).join('?');
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [decoded(name), decoded(value.join('='))];
  });
}

/** @throws {S3Error} InvalidURI where the text is not percent-encoded UTF-8 */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}

/**
 * The signature of a presigned address.
 * @throws {S3Error} where a parameter is missing or wrong, or the address is no longer good
 */
export function fromAddress(parameters: readonly (readonly [string, string])[], now: Date): Signature {
  const one = (name: string): string => {
    const values = parameters.filter(([given]) => given === name).map(([, value]) => value);
    if (values.length !== 1 || values[0] === undefined) throw badParameters(`${name} is needed once`);
    return values[0];
  };
  if (one('X-Amz-Algorithm') !== ALGORITHM) throw badParameters(`X-Amz-Algorithm must be ${ALGORITHM}`);
  const date = one('X-Amz-Date');
  const seconds = Number(one('X-Amz-Expires'));
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > WEEK_SECONDS) {
    throw badParameters('X-Amz-Expires must be between 1 and 604800 seconds');
  }
  const signedAt = instant(date);
  if (signedAt - now.getTime() > SKEW_MS) throw denied('Request is not yet valid');
  const expires = new Date(signedAt + seconds * 1000);
  if (now >= expires) {
    const details = { 'X-Amz-Expires': String(seconds), Expires: expires.toISOString() };
    throw denied('Request has expired', { ...details, ServerTime: now.toISOString() });
  }
  const hash = parameters.find(([name]) => name === 'X-Amz-Content-Sha256')?.[1];
  return {
    credential: one('X-Amz-Credential'),
    signedHeaders: one('X-Amz-SignedHeaders').split(';'),
    signature: one('X-Amz-Signature'),
    date,
    payloadHash: hash ?? UNSIGNED,
  };
}

/**
 * The signature in the header `authorization`.
 * @throws {S3Error} where there is none, or its time is far from ours
 */
export function fromHeaders(headers: IncomingHttpHeaders, now: Date): Signature {
  const { authorization } = headers;
  if (authorization === undefined) throw denied('Access Denied');
  const [, credential, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([^,]+)$/.exec(authorization) ??
    [];
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    throw new S3Error(400, 'AuthorizationHeaderMalformed', 'The authorization header is malformed.');
  }
  const date = String(headers['x-amz-date'] ?? '');
  const payloadHash = headers['x-amz-content-sha256'];
  if (typeof payloadHash !== 'string') {
    throw new S3Error(
      400,
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    );
  }
  if (Math.abs(instant(date) - now.getTime()) > SKEW_MS) {
    const details = { RequestTime: date, ServerTime: now.toISOString() };
    const message = "The difference between the request time and the server's time is too large.";
    throw new S3Error(403, 'RequestTimeTooSkewed', message, details);
  }
  return { credential, signedHeaders: signedHeaders.split(';'), signature, date, payloadHash };
}

/** Milliseconds of `20261125T101500Z`. */
function instant(date: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)?.slice(1) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(at)) throw denied('AWS authentication requires a valid Date or x-amz-date header');
  return at;
}

const badParameters = (message: string): S3Error =>
  new S3Error(400, 'AuthorizationQueryParametersError', `${message}.`);
