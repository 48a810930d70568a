import { ADDRESS_SECONDS } from '../../functions/runtime/files/files.ts';

const BUCKET = 'https://kartoteka-main-data-files5e2a-h8x0c4m1v7q2.s3.eu-central-1.amazonaws.com';

const expiresAt = (from: string): string => new Date(Date.parse(from) + ADDRESS_SECONDS * 1000).toISOString();

/** An address of the bucket as it is signed; key and signature are AWS's own examples. */
function signed(key: string, from: string, signedHeaders: readonly string[]): string {
  const time = `${from.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `AKIAIOSFODNN7EXAMPLE/${time.slice(0, 8)}/eu-central-1/s3/aws4_request`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(ADDRESS_SECONDS),
    'X-Amz-SignedHeaders': signedHeaders.join(';'),
    'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  });
  return `${BUCKET}/${key}?${query}`;
}

/** Where content is to be sent, from an instant on. */
export const uploadTo = (key: string, headers: Readonly<Record<string, string>>, from: string) => ({
  method: 'PUT',
  url: signed(key, from, ['host', ...Object.keys(headers)].toSorted()),
  headers,
  expiresAt: expiresAt(from),
});

/** Where content can be fetched, from an instant on. */
export const downloadFrom = (key: string, from: string) => ({
  url: signed(key, from, ['host']),
  expiresAt: expiresAt(from),
});
