import { createHash } from 'node:crypto';
import { KartotekaError } from '../../shared/errors.ts';
import type { RequestContext } from './request.ts';

const VERSION_TAG = /^"(\d{1,15})"$/;

/**
 * The versions that an If-Match header names (RFC 9110, 13.1.1); weak tags match nothing.
 *
 * @throws KartotekaError `header.invalid`
 */
export function readIfMatch(header: string | undefined): RequestContext['ifMatch'] | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return 'any';
  const tags = header.split(',').map((tag) => tag.trim());
  const strong = tags.filter((tag) => !tag.startsWith('W/'));
  const versions = strong.map((tag) => VERSION_TAG.exec(tag)?.[1]);
  if (versions.includes(undefined)) {
    throw new KartotekaError(
      'malformed',
      'header.invalid',
      'If-Match takes the ETag of an answer, such as "3" in quotes.',
    );
  }
  return versions.map(Number);
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * The Idempotency-Key of a POST with the fingerprint of what it asks for.
 *
 * @throws KartotekaError `header.invalid`
 */
export function readIdempotency(
  header: string | undefined,
  request: { readonly method: string; readonly path: string; readonly body: unknown },
): RequestContext['idempotency'] | undefined {
  if (header === undefined || request.method !== 'POST') return undefined;
  if (!IDEMPOTENCY_KEY.test(header)) {
    throw new KartotekaError(
      'malformed',
      'header.invalid',
      'An Idempotency-Key has 1 to 200 printable ASCII characters.',
    );
  }
  const content = JSON.stringify([request.path, sorted(request.body)]);
  return { key: header, fingerprint: createHash('sha256').update(content).digest('base64url') };
}

/** The same JSON with its fields in order: a repeat may come from a client that orders them anew. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([field, inner]) => [field, sorted(inner)]),
  );
}
