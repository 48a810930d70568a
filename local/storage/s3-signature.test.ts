import { expect, test } from 'vitest';
import { S3Error } from './s3-error.ts';
import { type RawRequest, verifySignature } from './s3-signature.ts';

/**
 * Source: Amazon S3 API reference, "Signature Calculations for the Authorization Header" and "Authenticating Requests:
 * Using Query Parameters", examples.
 */
const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const RULES = { region: 'us-east-1', credentials: CREDENTIALS, now: new Date('2013-05-24T00:00:00Z') };
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const HOST = 'examplebucket.s3.amazonaws.com';

function signed(
  { method = 'GET', url, headers = {} }: Partial<RawRequest> & { readonly url: string },
  signature: string,
  payloadHash = EMPTY,
): RawRequest {
  const all = {
    ...headers,
    host: HOST,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': '20130524T000000Z',
  };
  const names = Object.keys(all).toSorted().join(';');
  const credential = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${names},Signature=${signature}`;
  return { method, url, headers: { ...all, authorization } };
}

const examples: readonly (readonly [string, RawRequest])[] = [
  [
    'a range of an object',
    signed(
      { url: '/test.txt', headers: { range: 'bytes=0-9' } },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ),
  ],
  [
    'an object put with a name to be encoded',
    signed(
      {
        method: 'PUT',
        url: '/test$file.text',
        headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    ),
  ],
  [
    'a parameter without a value',
    signed({ url: '/?lifecycle' }, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'),
  ],
  [
    'a list',
    signed(
      { url: '/?max-keys=2&prefix=J' },
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ),
  ],
];

const PRESIGNED =
  '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
  '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
  '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';

const presigned = (url = PRESIGNED, headers: RawRequest['headers'] = {}): RawRequest => ({
  method: 'GET',
  url,
  headers: { host: HOST, ...headers },
});

const refusal = (request: RawRequest, now = RULES.now): string => {
  try {
    verifySignature(request, { ...RULES, now });
    return 'none';
  } catch (error) {
    if (error instanceof S3Error) return error.code;
    throw error;
  }
};

test.each(examples)('the published signature of %s holds', (_, request) => {
  expect(refusal(request)).toBe('none');
  const headers = {
    ...request.headers,
    authorization: request.headers.authorization?.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
  };
  expect(refusal({ ...request, headers: headers as RawRequest['headers'] })).toBe('SignatureDoesNotMatch');
});

test('the published address holds, as it was signed and for a day', () => {
  expect(verifySignature(presigned(), RULES)).toEqual({});
  expect(refusal(presigned(PRESIGNED.replace('test.txt', 'rest.txt')))).toBe('SignatureDoesNotMatch');
  expect(refusal(presigned(PRESIGNED.replace('86400', '604800')))).toBe('SignatureDoesNotMatch');
  expect(refusal(presigned(`${PRESIGNED}&response-content-type=text%2Fhtml`))).toBe('SignatureDoesNotMatch');
  expect(refusal({ ...presigned(), method: 'PUT' })).toBe('SignatureDoesNotMatch');
  expect(refusal(presigned(), new Date('2013-05-24T23:59:59Z'))).toBe('none');
  expect(refusal(presigned(), new Date('2013-05-25T00:00:00Z'))).toBe('AccessDenied');
  expect(refusal(presigned(), new Date('2013-05-23T23:40:00Z'))).toBe('AccessDenied');
});

test('whoever holds an address adds nothing that means something', () => {
  expect(refusal(presigned(PRESIGNED, { 'x-amz-acl': 'public-read' }))).toBe('AccessDenied');
});

test('a signature of a wrong form is told so', () => {
  const { host = '' } = presigned().headers;
  expect(refusal({ method: 'GET', url: '/test.txt', headers: { host } })).toBe('AccessDenied');
  expect(refusal({ method: 'GET', url: '/a', headers: { host, authorization: 'Basic eDp5' } })).toBe(
    'AuthorizationHeaderMalformed',
  );
  expect(refusal(presigned(PRESIGNED.replace('&X-Amz-Expires=86400', '')))).toBe(
    'AuthorizationQueryParametersError',
  );
  expect(refusal(presigned(`${PRESIGNED}&X-Amz-Expires=1`))).toBe('AuthorizationQueryParametersError');
  expect(refusal(presigned(PRESIGNED.replace('us-east-1', 'eu-west-1')))).toBe(
    'AuthorizationHeaderMalformed',
  );
  expect(refusal(presigned(PRESIGNED.replace('AKIAIOSFODNN7', 'AKIASOMEBODYELSE')))).toBe(
    'InvalidAccessKeyId',
  );
  expect(refusal(presigned('/%FF?X-Amz-Signature=%FF'))).toBe('InvalidURI');
  const [, [, request]] = examples as unknown as readonly [unknown, readonly [string, RawRequest]];
  expect(refusal(request, new Date('2013-05-24T00:16:00Z'))).toBe('RequestTimeTooSkewed');
});
