import { toProblem } from '../functions/runtime/problem.ts';
import { type ErrorDetails, type ErrorKind, KartotekaError } from '../shared/errors.ts';
import type { Route } from '../shared/route.ts';
import { EXAMPLE_IDS } from './examples/ids.ts';

/** A code that an answer of the API may have, what it means, and on which routes. */
export interface ProblemCode {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly meaning: string;
  /** Left out: on the routes that name the code in their row. */
  readonly on?: (route: Route) => boolean;
  /** The fields that the problem has beside the usual ones, as an example. */
  readonly details?: Pick<ErrorDetails, 'facts' | 'issues'>;
}

const everywhere = (): boolean => true;
/** Answered where no route is. */
const nowhere = (): boolean => false;
const posts = ({ method }: Route): boolean => method === 'POST';
const writes = ({ method }: Route): boolean => method !== 'GET';
/** Those that ask for an organisation, and not only for an identity. */
const ofMembers = ({ roles }: Route): boolean => roles !== undefined;
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
    on: (route) => ofMembers(route) && writes(route),
  },
  {
    code: 'membership.none',
    kind: 'forbidden',
    meaning: 'You belong to no organisation: see `GET /invitations`.',
    on: ofMembers,
  },
  {
    code: 'tenant.not-a-member',
    kind: 'forbidden',
    meaning: 'You do not belong to the organisation that `Kartoteka-Tenant` names.',
    on: ofMembers,
  },
  {
    code: 'email.unverified',
    kind: 'forbidden',
    meaning: 'Your login has no verified e-mail address, and this asks for one.',
  },
  {
    code: 'sign-up.closed',
    kind: 'forbidden',
    meaning: 'Organisations are made by whoever runs this installation.',
  },
  ...notFound(),
  ...conflicts(),
  {
    code: 'version.mismatch',
    kind: 'precondition-failed',
    meaning: 'The record is not at a version that `If-Match` names; `currentVersion` has its version.',
    on: changesVersion,
    details: { facts: { currentVersion: 2 } },
  },
  { code: 'body.too-large', kind: 'too-large', meaning: 'The body has over 1 MB.', on: withBody },
  {
    code: 'body.unsupported-media',
    kind: 'unsupported-media',
    meaning: 'The body is not JSON.',
    on: withBody,
  },
  {
    code: 'body.encoded',
    kind: 'unsupported-media',
    meaning: 'The body is compressed: send it as it is.',
    on: withBody,
  },
  {
    code: 'body.invalid',
    kind: 'invalid',
    meaning: 'Fields are not right: `errors` has a pointer, a code and a message for each.',
    on: withBody,
    details: {
      issues: [{ pointer: '/name', code: 'field.required', message: 'This field is required.' }],
    },
  },
  {
    code: 'idempotency.key-reused',
    kind: 'invalid',
    meaning: 'The `Idempotency-Key` was used for another request.',
    on: posts,
  },
  {
    code: 'rate.limited',
    kind: 'too-many',
    meaning: 'Your organisation has made its requests of this minute: go on after `Retry-After`.',
    on: everywhere,
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
    code: 'mail.not-sent',
    kind: 'unavailable',
    meaning:
      'The invitation could not be mailed. Nobody was invited: check the address, and try again later.',
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
      details: {
        issues: [
          {
            parameter: 'colour',
            code: 'field.unknown',
            message: 'This field is not known: check its name or leave it out.',
          },
        ],
      },
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
      on: ofMembers,
      details: { facts: { tenants: [EXAMPLE_IDS.tenant, EXAMPLE_IDS.otherTenant] } },
    },
    { code: 'body.missing', kind: 'malformed', meaning: 'There is no body.', on: withBody },
    { code: 'body.malformed', kind: 'malformed', meaning: 'The body is no JSON in UTF-8.', on: withBody },
    {
      code: 'cursor.invalid',
      kind: 'malformed',
      meaning: 'The cursor is of another list, query or caller: begin again without one.',
      details: {
        issues: [
          {
            parameter: 'cursor',
            code: 'cursor.invalid',
            message: 'Use the "next" of the page before, with the same query.',
          },
        ],
      },
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
    unseen('invitation', /^\/invitations\/\{tenantId\}|^\/users\/\{id\}\/invitation$/),
    unseen('membership', /^\/memberships\/\{tenantId\}/),
    unseen('team', /^\/teams\/\{id\}/),
    unseen('entry', /^\/dictionaries\/\{dictionary\}\/\{id\}/),
  ];
}

function conflicts(): ProblemCode[] {
  const conflict = (
    code: string,
    meaning: string,
    more: Pick<ProblemCode, 'on' | 'details'> = {},
  ): ProblemCode => ({ code, kind: 'conflict', meaning, ...more });
  return [
    conflict('idempotency.in-progress', 'The first request with this `Idempotency-Key` still runs.', {
      on: posts,
    }),
    conflict('record.busy', 'Others keep changing the record: try again.', {
      on: (route) => Boolean(route.versioned && writes(route)),
    }),
    conflict(
      'version.conflict',
      'Others changed the same fields since `baseVersion`; `fields` names them, `currentVersion` the version.',
      { details: { facts: { fields: ['status'], currentVersion: 2 } } },
    ),
    conflict('record.not-deleted', 'The record is not deleted: there is nothing to restore.'),
    conflict('external-id.taken', 'Another record has this external id: look it up.'),
    conflict('link.too-many', 'The person has as many places at companies as are possible.'),
    conflict('relation.exists', 'The companies are related like this already.'),
    conflict('relation.cycle', 'A company would stand above itself.'),
    conflict('relation.too-deep', 'More levels of companies would stand above one than are possible.'),
    conflict(
      'timeline.already-corrected',
      'The entry was corrected before (`correctedBy`): correct that one.',
      { details: { facts: { correctedBy: EXAMPLE_IDS.note } } },
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
    conflict('user.not-accepted', 'The person is not, or no longer, a member: invite the person.'),
    conflict('user.joined', 'The person has accepted already: there is nothing to invite to.'),
    conflict('invitation.expired', 'The invitation is too old: it has to be sent again.'),
    conflict('organisation.too-many', 'You have founded as many organisations as are possible.'),
    conflict('user.last-admin', 'The last administrator cannot go.'),
    conflict('entry.exists', 'The dictionary has an entry of this id.'),
  ];
}

/** The HTTP status and title that the API gives an error of this code. */
export function answerTo(problem: ProblemCode): { readonly status: number; readonly title: string } {
  const { status, title } = exampleOf(problem) as { status: number; title: string };
  return { status, title };
}

/** A problem of this code as the API answers it; what it says to a person is its meaning here, and may say more there. */
export function exampleOf({ kind, code, meaning, details = {} }: ProblemCode): object {
  const error = new KartotekaError(kind, code, meaning.replaceAll('`', ''), details);
  return JSON.parse(toProblem(error, 'QmFzZTY0aXNoYQ==').body) as object;
}

/** The problems that a route may answer with. */
export const problemsOf = (route: Route): ProblemCode[] =>
  PROBLEM_CODES.filter(({ code, on }) => route.errors?.includes(code) || on?.(route));

/** The codes of single fields that a route names besides: they stand in `errors` of `body.invalid` or `parameter.invalid`. */
export const fieldCodesOf = ({ errors = [] }: Route): string[] =>
  errors.filter((code) => !PROBLEM_CODES.some((problem) => problem.code === code));
