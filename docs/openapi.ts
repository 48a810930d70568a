import * as z from 'zod';
import { API } from '../shared/api.ts';
import { API_BASE } from '../shared/api-base.ts';
import { deprecationNote } from '../shared/deprecation.ts';
import { MAX_FIELD_PATHS } from '../shared/field-mask.ts';
import { fieldShapeOf } from '../shared/field-shape.ts';
import { type Route, takesFields } from '../shared/route.ts';
import type { JsonSchema } from './json-schema.ts';
import { EXAMPLES } from './openapi-examples.ts';
import { CONVENTIONS, TAGS } from './openapi-prose.ts';
import { HEADERS, responsesOf, shareResponses } from './openapi-responses.ts';
import { SchemaComponents } from './openapi-schemas.ts';
import { changesVersion } from './problem-codes.ts';

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
  const { shared, responses } = shareResponses(routes.map(({ route }) => responsesOf(route, components)));
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
    info: { title: 'Kartoteka', version: '1', description: CONVENTIONS },
    servers: [{ url: '/' }],
    tags: TAGS,
    security: [{ accessToken: [] }],
    paths,
    components: {
      schemas: components.all(),
      responses: shared,
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
    parameters: [
      ...fields(route.params, 'path', components),
      ...fields(route.query, 'query', components),
      ...choiceOfFields(route),
      ...headers(route),
    ],
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: components.refer(route.body, 'input'),
                examples: { usual: { value: EXAMPLES[id] } },
              },
            },
          },
        }
      : {}),
  };
}

/** The fields of a parameters' schema, each as a parameter; a list is sent with commas. */
function fields(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  components: SchemaComponents,
): JsonSchema[] {
  if (!schema) return [];
  const written = components.refer(schema, 'output');
  const properties = (written['properties'] ?? {}) as Record<string, JsonSchema>;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    // What has a default is always there for the handler, and need not be sent.
    required: place === 'path' || schema.shape[name]?.safeParse(undefined).success === false,
    ...(typeof property['description'] === 'string' ? { description: property['description'] } : {}),
    ...(property['type'] === 'array' ? { style: 'form', explode: false } : {}),
    schema: property,
  }));
}

/** The parameter by which a client chooses fields of the answer, with a choice that the answer has. */
function choiceOfFields(route: Route): JsonSchema[] {
  if (!takesFields(route) || !route.response) return [];
  const paths = [...fieldShapeOf(route.response)].map(([name, below]) => [
    name,
    ...[...below.keys()].slice(0, 1),
  ]);
  return [
    {
      name: 'fields',
      in: 'query',
      required: false,
      description:
        'The fields that you want, as paths with dots that lead through lists; all where it is left out. Then fields that are else required may be missing.',
      style: 'form',
      explode: false,
      schema: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: MAX_FIELD_PATHS },
      example: paths.slice(0, 2).map((path) => path.join('.')),
    },
  ];
}

function headers(route: Route): JsonSchema[] {
  const text = { type: 'string' };
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: text,
  });
  return [
    ...(route.roles
      ? [header('Kartoteka-Tenant', 'Id of the organisation; needed only by users of several.')]
      : []),
    ...(route.method === 'POST'
      ? [
          header(
            'Idempotency-Key',
            'Your own unique text: a repeat within 24 hours gets the stored answer and writes nothing.',
          ),
        ]
      : []),
    ...(changesVersion(route)
      ? [header('If-Match', 'The ETag you read: the change is refused with 412 if the record changed since.')]
      : []),
  ];
}
