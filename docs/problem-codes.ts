import { toProblem } from '../functions/runtime/problem.ts';
import { KartotekaError } from '../shared/errors.ts';
import { asksCopy, type Route } from '../shared/route.ts';
import { EXAMPLE_IDS } from './examples/ids.ts';
import {
  below,
  changesVersion,
  everywhere,
  nowhere,
  ofMembers,
  type ProblemCode,
  posts,
  withBody,
  writes,
} from './problem-code.ts';
import { CONFLICTS } from './problem-conflicts.ts';
import { SEARCH_DELAYS, SEARCH_FAULTS } from './problem-search.ts';

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
  ...CONFLICTS,
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
    on: (route) => withBody(route) && !route.asks,
    details: {
      issues: [{ pointer: '/name', code: 'field.required', message: 'This field is required.' }],
    },
  },
  {
    code: 'import.unreadable',
    kind: 'invalid',
    meaning: 'The file is not a list that can be read: `reason` says why, and `line` where, if it is one.',
    details: { facts: { reason: 'csv.quote-open', line: 1 } },
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
    meaning:
      'Your organisation, or you without one, made the requests of this minute: go on after `Retry-After`.',
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
  ...SEARCH_DELAYS,
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
      meaning: '`If-Match`, `Idempotency-Key` or `Kartoteka-After` cannot be read.',
      on: (route) => posts(route) || changesVersion(route) || asksCopy(route),
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
      code: 'body.too-deep',
      kind: 'malformed',
      meaning: 'The body nests too deeply: `errors` points to the place.',
      on: withBody,
      details: {
        issues: [
          { pointer: '/list/0/list/0', code: 'body.too-deep', message: 'Nest at most 64 levels deep.' },
        ],
      },
    },
    ...SEARCH_FAULTS,
    {
      code: 'working-time.too-far',
      kind: 'malformed',
      meaning: 'The calendar has not so much working time within ten years, or the times lie further apart.',
    },
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
    unseen('export', /^\/exports\/\{id\}/),
    unseen('import', /^\/imports\/\{id\}/),
    unseen('selection', /^\/selections\/\{id\}/),
    {
      code: 'import.nothing-rejected',
      kind: 'not-found',
      meaning: 'No row was refused, or the import is still being worked on.',
    },
    unseen('user', /^\/users\/\{id\}/),
    {
      code: 'calendar.not-found',
      kind: 'not-found',
      meaning: 'Nothing is different in the working calendar of the user.',
    },
    unseen('invitation', /^\/invitations\/\{tenantId\}|^\/users\/\{id\}\/invitation$/),
    unseen('membership', /^\/memberships\/\{tenantId\}/),
    unseen('team', /^\/teams\/\{id\}/),
    unseen('entry', /^\/dictionaries\/\{dictionary\}\/\{id\}/),
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
