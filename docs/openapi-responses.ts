import type { Route } from '../shared/route.ts';
import { ANSWERS } from './examples/answers.ts';
import { EXAMPLE_IDS } from './examples/ids.ts';
import { WRITTEN_EXAMPLE } from './examples/written.ts';
import type { JsonSchema } from './json-schema.ts';
import type { SchemaComponents } from './openapi-schemas.ts';
import { type ProblemCode, writes } from './problem-code.ts';
import { answerTo, exampleOf, fieldCodesOf, problemsOf } from './problem-codes.ts';

/** Answered by the gateway before a function runs, so without a problem's fields. */
const UNAUTHORIZED = {
  description: 'No access token, or one that is not valid',
  headers: {
    'WWW-Authenticate': textHeader(
      'What is wrong with the token (RFC 6750)',
      'Bearer scope="" error="invalid_token" error_description="the token has expired"',
    ),
  },
  content: gatewayMessage('Unauthorized'),
};
/** Beside ours: the gateway's own, which is about all organisations together. */
const GATEWAYS_OWN = gatewayMessage('Too Many Requests');

/** Headers that several answers have, as components. */
export const HEADERS: Readonly<Record<string, JsonSchema>> = {
  'RateLimit-Policy': textHeader(
    'The limit of the organisation: requests (`q`) in a window of seconds (`w`)',
    '"tenant";q=3000;w=60',
  ),
  RateLimit: textHeader(
    'What is left of it, as far as is known (`r`), and seconds until it begins anew (`t`)',
    '"tenant";r=2950;t=42',
  ),
  Deprecation: textHeader(
    'Since when the route is deprecated, as a structured date (RFC 9745)',
    '@1799971200',
  ),
  Sunset: textHeader('Until when it works, as an HTTP date (RFC 8594)', 'Thu, 15 Jul 2027 00:00:00 GMT'),
  Link: textHeader(
    'What to use instead, with `rel="successor-version"`',
    '</api/v1/companies/{id}/card>; rel="successor-version"',
  ),
};

const referred = (...names: readonly string[]): JsonSchema =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/** What a route answers: its success, each problem with its codes, and what the gateway answers for it. */
export function responsesOf(
  id: string,
  route: Route,
  components: SchemaComponents,
): Record<string, JsonSchema> {
  const problems = Map.groupBy(problemsOf(route), (code) => answerTo(code).status);
  return {
    [String(route.status)]: success(id, route, components),
    ...Object.fromEntries(
      [...problems].map(([status, codes]) => [String(status), problem(status, codes, route)]),
    ),
    '401': UNAUTHORIZED,
  };
}

const SUCCESSES: Readonly<Record<Route['status'], string>> = {
  200: 'The answer',
  201: 'Created',
  202: 'Begun: the answer says where to see how it goes',
  204: 'Done',
};

function success(id: string, route: Route, components: SchemaComponents): JsonSchema {
  const headers = {
    ...(route.versioned && route.status !== 204
      ? { ETag: textHeader('Version of the record, in quotes', '"1"') }
      : {}),
    ...(route.status === 201
      ? {
          Location: textHeader(
            'Address of what was created, where it has one of its own',
            `/api/v1/companies/${EXAMPLE_IDS.company}`,
          ),
        }
      : {}),
    ...(route.status === 202
      ? { Location: textHeader('Where to see how it goes', `/api/v1/imports/${EXAMPLE_IDS.import}`) }
      : {}),
    ...(route.method === 'POST'
      ? {
          'Idempotency-Replayed': textHeader(
            '`true` where the stored answer of an earlier request is repeated',
            'true',
          ),
        }
      : {}),
    ...(writes(route) && route.roles
      ? {
          'Kartoteka-Written': textHeader(
            'What was written that can be searched; a question that brings it along as `Kartoteka-After` finds it',
            WRITTEN_EXAMPLE,
          ),
        }
      : {}),
    ...referred('RateLimit-Policy', 'RateLimit'),
    ...(route.deprecated ? referred('Deprecation', 'Sunset') : {}),
    ...(route.deprecated?.successor ? referred('Link') : {}),
  };
  return {
    description: SUCCESSES[route.status],
    headers,
    ...(route.response
      ? {
          content: {
            'application/json': {
              schema: components.refer(route.response, 'output'),
              examples: { usual: { value: answerExample(id) } },
            },
          },
        }
      : {}),
  };
}

function answerExample(id: string): unknown {
  const answer = ANSWERS[id];
  if (answer !== undefined) return answer;
  throw new Error(`${id}: add an example of its answer to docs/examples/<capability>.ts.`);
}

/** Statuses after which a repeat makes sense, for which some answers say when. */
const REPEATABLE = new Set([409, 429, 503]);

function problem(status: number, problems: readonly ProblemCode[], route: Route): JsonSchema {
  const codes = problems.map(({ code }) => code);
  const meanings = problems.map(({ code, meaning }) => `- \`${code}\`: ${meaning}`);
  const fieldCodes = namesFields(problems, route) ? fieldCodesOf(route) : [];
  const fields = fieldCodes.map((code) => `\`${code}\``).join(', ');
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { properties: { status: { const: status }, code: { enum: codes } } },
    ],
  };
  const [title] = problems.map((code) => answerTo(code).title);
  return {
    description: [
      title,
      meanings.join('\n'),
      ...(fields === '' ? [] : [`Codes of single fields, among others: ${fields}.`]),
    ].join('\n\n'),
    ...(REPEATABLE.has(status)
      ? {
          headers: {
            'Retry-After': textHeader('Seconds after which a repeat makes sense; not with every code', '2'),
            ...(status === 429 ? referred('RateLimit-Policy', 'RateLimit') : {}),
          },
        }
      : {}),
    content: {
      'application/problem+json': {
        schema,
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
      ...(status === 429 ? GATEWAYS_OWN : {}),
    },
  };
}

/** An example of each problem that some route answers with, as components under their codes. */
export function problemExamples(routes: readonly Route[]): Readonly<Record<string, JsonSchema>> {
  const problems = new Set(routes.flatMap(problemsOf));
  return Object.fromEntries(
    [...problems]
      .map(
        (problem) =>
          [
            problem.code,
            { summary: problem.code, description: problem.meaning, value: exampleOf(problem) },
          ] as const,
      )
      .sort(([one], [other]) => one.localeCompare(other, 'en')),
  );
}

/** Fields of the body are told with 422; a route without a body has parameters alone. */
const namesFields = (problems: readonly ProblemCode[], route: Route): boolean =>
  problems.some(({ code }) => code === (route.body ? 'body.invalid' : 'parameter.invalid'));

/** The responses of all operations, by status, with those taken out that are the same wherever they occur. */
export function shareResponses(operations: readonly Readonly<Record<string, JsonSchema>>[]): {
  readonly shared: Readonly<Record<string, JsonSchema>>;
  readonly responses: readonly Readonly<Record<string, JsonSchema>>[];
} {
  const byStatus = Map.groupBy(operations.flatMap(Object.entries<JsonSchema>), ([status]) => status);
  const shared = Object.fromEntries(
    [...byStatus].flatMap(([status, same]) => {
      const [first] = same;
      const text = JSON.stringify(first?.[1]);
      const alike = Number(status) >= 400 && same.every(([, response]) => JSON.stringify(response) === text);
      return alike && first ? [[`Status${status}`, first[1]] as const] : [];
    }),
  );
  const refer = ([status, response]: readonly [string, JsonSchema]) =>
    [
      status,
      shared[`Status${status}`] ? { $ref: `#/components/responses/Status${status}` } : response,
    ] as const;
  return {
    shared,
    responses: operations.map((responses) => Object.fromEntries(Object.entries(responses).map(refer))),
  };
}

function gatewayMessage(message: string): JsonSchema {
  return {
    'application/json': {
      schema: { $ref: '#/components/schemas/GatewayMessage' },
      examples: { usual: { value: { message } } },
    },
  };
}

function textHeader(description: string, example: string): JsonSchema {
  return { description, schema: { type: 'string' }, example };
}
