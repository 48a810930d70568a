import * as z from 'zod';
import packageFile from '../package.json' with { type: 'json' };
import { API } from '../shared/api.ts';
import { API_BASE } from '../shared/api-base.ts';
import { deprecationNote } from '../shared/deprecation.ts';
import type { Route } from '../shared/route.ts';
import type { JsonSchema } from './json-schema.ts';
import { EXAMPLES } from './openapi-examples.ts';
import { parametersOf } from './openapi-parameters.ts';
import { CONVENTIONS, TAGS } from './openapi-prose.ts';
import { HEADERS, problemExamples, responsesOf, shareResponses } from './openapi-responses.ts';
import { samplesOf } from './openapi-samples.ts';
import { SchemaComponents } from './openapi-schemas.ts';

interface Placed {
  readonly id: string;
  readonly tag: string;
  readonly route: Route;
}

const PROBLEM = z
  .looseObject({
    type: z.string().meta({ description: '`urn:kartoteka:problem:<code>`' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What is wrong and what to do, for a person' }),
    code: z.string().meta({ description: 'Stable, for a program', examples: ['body.invalid'] }),
    requestId: z.string().meta({ description: 'Name it when you report a fault' }),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional().meta({ description: 'RFC 6901 pointer into the body' }),
          parameter: z.string().optional(),
          code: z.string(),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457)' });

const GATEWAY_MESSAGE = z
  .looseObject({ message: z.string() })
  .meta({ id: 'GatewayMessage', description: 'What the gateway answers by itself' });

/** What package.json says: nobody is given a licence. What is not on SPDX's list is written as a reference. */
const LICENCE = { name: packageFile.license, identifier: `LicenseRef-${packageFile.license}` };

/** Every route with its id and capability, in the order of the rows. */
export const placedRoutes = (): Placed[] =>
  Object.entries(API).flatMap(([tag, routes]) =>
    Object.entries<Route>(routes).map(([id, route]) => ({ id, tag, route })),
  );

/** The OpenAPI 3.1 document of the whole API, made from the route rows and their schemas. */
export function describeApi(routes: readonly Placed[] = placedRoutes()): JsonSchema {
  const components = new SchemaComponents();
  components.add(PROBLEM, 'output');
  components.add(GATEWAY_MESSAGE, 'output');
  for (const { route } of routes) {
    for (const schema of [route.params, route.query, route.response])
      if (schema) components.add(schema, 'output');
    if (route.body) components.add(route.body, 'input');
  }
  const { shared, responses } = shareResponses(
    routes.map(({ id, route }) => responsesOf(id, route, components)),
  );
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const [index, placed] of routes.entries()) {
    const path = `${API_BASE}${placed.route.path}`;
    const method = placed.route.method.toLowerCase();
    paths[path] = {
      ...paths[path],
      [method]: { ...operation(placed, components), responses: responses[index] },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kartoteka', version: '1', description: CONVENTIONS, license: LICENCE },
    servers: [{ url: '/', description: 'The installation that serves this document' }],
    tags: TAGS,
    security: [{ accessToken: [] }],
    paths,
    components: {
      schemas: components.all(),
      responses: shared,
      examples: problemExamples(routes.map(({ route }) => route)),
      headers: headersIn([shared, responses]),
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of the installation’s OpenID provider.',
        },
      },
    },
  };
}

/** The headers that something in the document refers to. */
function headersIn(parts: unknown): Record<string, JsonSchema> {
  const text = JSON.stringify(parts);
  return Object.fromEntries(
    Object.entries(HEADERS).filter(([name]) => text.includes(`"#/components/headers/${name}"`)),
  );
}

function operation({ id, tag, route }: Placed, components: SchemaComponents): JsonSchema {
  const { deprecated } = route;
  const admits = route.roles
    ? `Roles: ${route.roles.join(', ')}.`
    : 'For everybody who has signed in, member of an organisation or not.';
  const successor = deprecated?.successor && `\`${API_BASE}${deprecated.successor}\``;
  const description = [
    deprecated && deprecationNote(deprecated, successor),
    route.description,
    admits,
  ].filter((part) => part !== undefined);
  return {
    operationId: id,
    tags: [tag],
    summary: route.summary,
    description: description.join('\n\n'),
    ...(deprecated ? { deprecated: true } : {}),
    ...(route.roles ? { 'x-kartoteka-roles': route.roles } : { 'x-kartoteka-access': route.access }),
    ...(route.asks ? { 'x-kartoteka-asks': true } : {}),
    parameters: parametersOf(id, route, components),
    'x-codeSamples': samplesOf(id, route),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: components.refer(route.body, 'input'),
                examples: { usual: { value: bodyExample(id) } },
              },
            },
          },
        }
      : {}),
  };
}

function bodyExample(id: string): unknown {
  const example = EXAMPLES[id];
  if (example !== undefined) return example;
  throw new Error(`${id}: add an example of its body to docs/examples/<capability>.ts.`);
}
