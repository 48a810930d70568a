import { fromEnv } from '@aws-sdk/credential-provider-env';
import { SignatureV4 } from '@smithy/signature-v4';
import { NodeSha256 } from '../node-sha256.ts';

/** Where the bucket answers, and what its requests are signed for. */
export interface SigningPlace {
  /** Address below which the objects lie, with a slash at its end. */
  readonly base: URL;
  readonly region: string;
  /** By default those of the function's role, from its environment. */
  readonly credentials?: Credentials | undefined;
}

/** What signs. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RequestToSign {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Signs requests to the objects of one bucket with the role of the function (AWS Signature Version 4). */
export interface Signer {
  /** A request to be sent at once by the function itself. The body is not part of the signature: TLS protects it. */
  sign(request: RequestToSign): Promise<SignedRequest>;
  /** An address that somebody else may use for `seconds` from an instant on, with exactly the given headers. */
  presign(request: RequestToSign, seconds: number, from: Date): Promise<SignedRequest>;
}

const UNSIGNED = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
/** What cannot be hashed counts as UNSIGNED-PAYLOAD, without a header that whoever uses the address would have to send. */
const NOT_HASHED = {};

export function createSigner(place: SigningPlace): Signer {
  const signature = new SignatureV4({
    service: 's3',
    region: place.region,
    credentials: place.credentials ?? fromEnv(),
    sha256: NodeSha256,
    // S3 alone signs paths as they are sent.
    uriEscapePath: false,
  });
  return {
    sign: async (request) => {
      const signed = await signature.sign(toSmithy(place, request, UNSIGNED));
      return { url: addressOf(signed), headers: withoutHost(signed.headers) };
    },
    presign: async (request, seconds, signingDate) => {
      // Sent as headers, not as parameters, so that the service holds the sender to each of them.
      const unhoistableHeaders = new Set(Object.keys(request.headers ?? {}));
      const unsigned = { ...toSmithy(place, request, {}), body: NOT_HASHED };
      const signed = await signature.presign(unsigned, {
        expiresIn: seconds,
        unhoistableHeaders,
        signingDate,
      });
      return { url: addressOf(signed), headers: withoutHost(signed.headers) };
    },
  };
}

type Smithy = Parameters<SignatureV4['presign']>[0];

function toSmithy({ base }: SigningPlace, request: RequestToSign, more: Record<string, string>): Smithy {
  return {
    method: request.method,
    protocol: base.protocol,
    hostname: base.hostname,
    ...(base.port === '' ? {} : { port: Number(base.port) }),
    path: base.pathname + encodeKey(request.key),
    query: { ...request.query },
    headers: { ...request.headers, ...more, host: base.host },
  };
}

/** A key as it stands in an address. */
export const encodeKey = (key: string): string => key.split('/').map(encodePart).join('/');

/** RFC 3986 unreserved characters stay; `encodeURIComponent` leaves five more. */
const encodePart = (part: string): string =>
  encodeURIComponent(part).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function addressOf({ protocol, hostname, port, path, query }: Smithy): string {
  const parameters = Object.entries(query ?? {}).map(
    ([name, value]) => `${encodePart(name)}=${encodePart(String(value ?? ''))}`,
  );
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  return `${protocol}//${host}${path}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`;
}

const withoutHost = ({ host: _, ...headers }: Readonly<Record<string, string>>): Record<string, string> =>
  headers;
