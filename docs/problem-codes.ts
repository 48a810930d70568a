import { toProblem } from '../functions/runtime/problem.ts';
import { type ErrorKind, KartotekaError } from '../shared/errors.ts';
import type { Route } from '../shared/route.ts';

/** A code that an answer of the API may have, what it means, and on which routes. */
export interface ProblemCode {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly meaning: string;
  /** Left out: on the routes that name the code in their row. */
  readonly on?: (route: Route) => boolean;
}

const everywhere = (): boolean => true;
/** Answered where no route is. */
const nowhere = (): boolean => false;
const posts = ({ method }: Route): boolean => method === 'POST';
const writes = ({ method }: Route): boolean => method !== 'GET';
const withBody = ({ body }: Route): boolean => body !== undefined;
/** Changes of what has a version already. */
export const changesVersion = (route: Route): boolean =>
  route.versioned === true && writes(route) && route.status !== 201;
const below =
  (path: RegExp) =>
  (route: Route): boolean =>
    path.test(route.path);

/** Every code of a problem (RFC 9457) that the API answers with; a test compares it with what the code throws. */
export const PROBLEM_CODES: readonly ProblemCode[] = [
  ...malformed(),
  { code: 'token.missing', kind: 'unauthenticated', meaning: 'No access token came through.', on: nowhere },
  {
    code: 'access.forbidden',
    kind: 'forbidden',
    meaning: 'You see the record, but your role or its ownership does not let you do this.',
    on: writes,
  },
  { code: 'membership.none', kind: 'forbidden', meaning: 'You belong to no organisation.', on: everywhere },
  {
    code: 'tenant.not-a-member',
    kind: 'forbidden',
    meaning: 'You do not belong to the organisation that `Kartoteka-Tenant` names.',
    on: everywhere,
  },
  ...notFound(),
  ...conflicts(),
  {
    code: 'version.mismatch',
    kind: 'precondition-failed',
    meaning: 'The record is not at a version that `If-Match` names; `currentVersion` has its version.',
    on: changesVersion,
  },
  { code: 'body.too-large', kind: 'too-large', meaning: 'The body has over 1 MB.', on: withBody },
  {
    code: 'body.unsupported-media',
    kind: 'unsupported-media',
    meaning: 'The body is not JSON.',
    on: withBody,
  },
  {
    code: 'body.invalid',
    kind: 'invalid',
    meaning: 'Fields are not right: `errors` has a pointer, a code and a message for each.',
    on: withBody,
  },
  {
    code: 'idempotency.key-reused',
    kind: 'invalid',
    meaning: 'The `Idempotency-Key` was used for another request.',
    on: posts,
  },
  {
    code: 'internal',
    kind: 'internal',
    meaning: 'A fault of ours, recorded under `requestId`.',
    on: everywhere,
  },
  {
    code: 'engine.unavailable',
    kind: 'unavailable',
    meaning: 'The store does not answer. Repeat the request, with the same `Idempotency-Key`.',
    on: everywhere,
  },
  {
    code: 'engine.busy',
    kind: 'unavailable',
    meaning: 'Others write the same records. Nothing was changed: repeat the request.',
    on: everywhere,
  },
  {
    code: 'time.ran-out',
    kind: 'unavailable',
    meaning: 'The work took too long. Repeat the request, with the same `Idempotency-Key`.',
    on: everywhere,
  },
];

function malformed(): ProblemCode[] {
  return [
    {
      code: 'parameter.invalid',
      kind: 'malformed',
      meaning: 'Parameters of the path or query are not right, or not known: `errors` names each.',
      on: everywhere,
    },
    {
      code: 'header.invalid',
      kind: 'malformed',
      meaning: '`If-Match` or `Idempotency-Key` cannot be read.',
      on: (route) => posts(route) || changesVersion(route),
    },
    {
      code: 'tenant.required',
      kind: 'malformed',
      meaning: 'You belong to several organisations (`tenants`): name one in `Kartoteka-Tenant`.',
      on: everywhere,
    },
    { code: 'body.missing', kind: 'malformed', meaning: 'There is no body.', on: withBody },
    { code: 'body.malformed', kind: 'malformed', meaning: 'The body is no JSON in UTF-8.', on: withBody },
    {
      code: 'cursor.invalid',
      kind: 'malformed',
      meaning: 'The cursor is of another list, query or caller: begin again without one.',
    },
  ];
}

function notFound(): ProblemCode[] {
  const unseen = (what: string, path: RegExp): ProblemCode => ({
    code: `${what}.not-found`,
    kind: 'not-found',
    meaning: `There is no such ${what}, or you may not see it.`,
    on: below(path),
  });
  return [
    { code: 'route.not-found', kind: 'not-found', meaning: 'There is no such address.', on: nowhere },
    {
      code: 'method.not-allowed',
      kind: 'method-not-allowed',
      meaning: 'Not with this method; `Allow` names those that are possible.',
      on: nowhere,
    },
    unseen('company', /^\/companies\/\{id\}/),
    unseen('contact', /^\/contacts\/\{id\}/),
    unseen('link', /\/contacts\/\{linkId\}$/),
    unseen('relation', /\/relations\/\{kind\}/),
    unseen('document', /\/documents\/\{documentId\}/),
    unseen('user', /^\/users\/\{id\}/),
    unseen('team', /^\/teams\/\{id\}/),
    unseen('entry', /^\/dictionaries\/\{dictionary\}\/\{id\}/),
  ];
}

function conflicts(): ProblemCode[] {
  const conflict = (code: string, meaning: string, on?: ProblemCode['on']): ProblemCode => ({
    code,
    kind: 'conflict',
    meaning,
    ...(on ? { on } : {}),
  });
  return [
    conflict('idempotency.in-progress', 'The first request with this `Idempotency-Key` still runs.', posts),
    conflict('record.busy', 'Others keep changing the record: try again.', (route) =>
      Boolean(route.versioned && writes(route)),
    ),
    conflict(
      'version.conflict',
      'Others changed the same fields since `baseVersion`; `fields` names them, `currentVersion` the version.',
    ),
    conflict('record.not-deleted', 'The record is not deleted: there is nothing to restore.'),
    conflict('external-id.taken', 'Another record (`takenBy`) has this external id.'),
    conflict('link.too-many', 'The person has as many places at companies as are possible.'),
    conflict('relation.exists', 'The companies are related like this already.'),
    conflict('relation.cycle', 'A company would stand above itself.'),
    conflict(
      'timeline.already-corrected',
      'The entry was corrected before (`correctedBy`): correct that one.',
    ),
    conflict('document.too-many', 'The card has as many documents as are possible.'),
    conflict('document.not-uploaded', 'The content of the document has not come.'),
    conflict(
      'document.content-mismatch',
      'What came for the document is not what was announced. It was thrown away.',
    ),
    conflict(
      'document.type-mismatch',
      'What came for the document is not of the type that was announced. It was thrown away.',
    ),
    conflict('document.infected', 'A virus was found in the document: it cannot be fetched.'),
    conflict('document.not-scanned', 'The document is still being scanned for viruses.'),
    conflict('user.exists', 'The person is a user of the organisation already.'),
    conflict('user.last-admin', 'The last administrator cannot go.'),
    conflict('entry.exists', 'The dictionary has an entry of this id.'),
  ];
}

/** The HTTP status and title that the API gives an error of this code. */
export function answerTo({ kind, code }: ProblemCode): { readonly status: number; readonly title: string } {
  const { statusCode, body } = toProblem(new KartotekaError(kind, code, ''), '');
  const { title } = JSON.parse(body) as { title: string };
  return { status: statusCode, title };
}

/** The problems that a route may answer with. */
export const problemsOf = (route: Route): ProblemCode[] =>
  PROBLEM_CODES.filter(({ code, on }) => route.errors?.includes(code) || on?.(route));

/** The codes of single fields that a route names besides: they stand in `errors` of `body.invalid` or `parameter.invalid`. */
export const fieldCodesOf = ({ errors = [] }: Route): string[] =>
  errors.filter((code) => !PROBLEM_CODES.some((problem) => problem.code === code));
