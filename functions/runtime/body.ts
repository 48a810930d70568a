import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import { type FieldIssue, invalid, KartotekaError } from '../../shared/errors.ts';
import { reportIssues } from '../../shared/issue.ts';
import { requireShallow } from './nesting.ts';

/** Largest request body taken, in bytes. */
export const MAX_BODY_BYTES = 1_048_576;

const JSON_TYPES = /^application\/(json|merge-patch\+json)\s*(;|$)/i;

/**
 * The JSON body of a request.
 *
 * @throws KartotekaError `body.encoded`, `body.too-large`, `body.unsupported-media`, `body.missing`, `body.too-deep`,
 * `body.malformed`
 */
export function readJson(event: APIGatewayProxyEventV2): unknown {
  requirePlain(event.headers['content-encoding']);
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > MAX_BODY_BYTES) {
    throw new KartotekaError('too-large', 'body.too-large', 'A body may have at most 1 MB.');
  }
  if (bytes.byteLength === 0) {
    throw new KartotekaError('malformed', 'body.missing', 'Send a JSON body.');
  }
  if (!JSON_TYPES.test(event.headers['content-type'] ?? '')) {
    throw new KartotekaError(
      'unsupported-media',
      'body.unsupported-media',
      'Send JSON with the header "Content-Type: application/json".',
    );
  }
  requireShallow(bytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new KartotekaError('malformed', 'body.malformed', 'The body is not well-formed JSON in UTF-8.');
  }
}

/**
 * No compressed bodies: what unpacks to a thousand times its size would have to be stopped while it is unpacked, and bodies
 * of a CRM are short.
 */
function requirePlain(coding: string | undefined): void {
  if (coding === undefined || /^\s*(identity)?\s*$/i.test(coding)) return;
  throw new KartotekaError(
    'unsupported-media',
    'body.encoded',
    'Send the body as it is, without "Content-Encoding".',
    { codings: ['identity'] },
  );
}

/**
 * Parses a body; what is wrong is told field by field with RFC 6901 pointers.
 *
 * @param refusal The error that carries the faults
 */
export function parseBody<S extends z.ZodType>(
  schema: S,
  input: unknown,
  refusal: (issues: readonly FieldIssue[]) => KartotekaError = invalid,
): z.output<S> {
  const parsed = schema.safeParse(input, { reportInput: false });
  if (parsed.success) return parsed.data;
  throw refusal(reportIssues(parsed.error, input));
}

/**
 * Parses path or query parameters.
 *
 * @throws KartotekaError `parameter.invalid`, naming the parameters
 */
export function parseParameters<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues: FieldIssue[] = reportIssues(parsed.error, input).map(({ pointer, code, message }) => ({
    // A rule about all of them names none.
    ...(pointer === '' ? {} : { parameter: pointer.slice(1) }),
    code,
    message,
  }));
  throw new KartotekaError('malformed', 'parameter.invalid', 'Some parameters are not right: see "errors".', {
    issues,
  });
}
