import type { Plan, Resource } from '../template/plan.ts';
import type { CorsDefinition } from './cors.ts';
import { inOrderOfSelection, parseRouteKey, type RoutePattern } from './route-selection.ts';

/** What a JWT authorizer accepts. */
export interface AuthorizerDefinition {
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** One route with what stands before and behind it. */
export interface Route extends RoutePattern {
  readonly functionArn: string;
  readonly timeoutMs: number;
  /** Absent where the route asks for no token. */
  readonly authorizer?: AuthorizerDefinition;
  /** The token must have at least one of them; none are asked for where the list is empty. */
  readonly scopes: readonly string[];
}

/** The HTTP API of the template. */
export interface GatewayDefinition {
  readonly apiId: string;
  readonly stage: string;
  /** In order of selection. */
  readonly routes: readonly Route[];
  /** Absent where no pages of other origins may call. */
  readonly cors?: CorsDefinition;
}

/** An integration may take 30 s at most. Source: API Gateway developer guide, quotas of HTTP APIs. */
const LONGEST_INTEGRATION_MS = 30_000;

/**
 * Reads the HTTP API of the template.
 * @throws {Error} where it asks for something the local gateway does not do, naming the resource
 */
export function readGateway(plan: Plan): GatewayDefinition {
  const [api, ...others] = plan.ofType('AWS::ApiGatewayV2::Api');
  if (api === undefined || others.length > 0) throw new Error('The template must hold exactly one HTTP API');
  expect(api, 'ProtocolType', ['HTTP']);
  const [stage] = plan.ofType('AWS::ApiGatewayV2::Stage');
  if (stage === undefined) throw new Error(`${api.logicalId}: the HTTP API has no stage`);
  expect(stage, 'StageName', ['$default']);
  const integrations = byRef(plan.ofType('AWS::ApiGatewayV2::Integration'));
  const authorizers = byRef(plan.ofType('AWS::ApiGatewayV2::Authorizer'));
  const routes = plan
    .ofType('AWS::ApiGatewayV2::Route')
    .map((route) => readRoute(route, integrations, authorizers));
  const cors = readCors(api);
  return {
    apiId: api.ref,
    stage: '$default',
    routes: inOrderOfSelection(routes),
    ...(cors === undefined ? {} : { cors }),
  };
}

function readCors({ properties }: Resource): CorsDefinition | undefined {
  const configured = properties['CorsConfiguration'] as CorsProperties | undefined;
  if (configured === undefined) return undefined;
  const { AllowOrigins, AllowMethods, AllowHeaders, ExposeHeaders, MaxAge, AllowCredentials } = configured;
  return {
    allowOrigins: AllowOrigins ?? [],
    allowMethods: AllowMethods ?? [],
    allowHeaders: AllowHeaders ?? [],
    exposeHeaders: ExposeHeaders ?? [],
    allowCredentials: AllowCredentials ?? false,
    ...(MaxAge === undefined ? {} : { maxAge: MaxAge }),
  };
}

interface CorsProperties {
  readonly AllowOrigins?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAge?: number;
  readonly AllowCredentials?: boolean;
}

function readRoute(
  route: Resource,
  integrations: ReadonlyMap<string, Resource>,
  authorizers: ReadonlyMap<string, Resource>,
): Route {
  expect(route, 'AuthorizationType', [undefined, 'NONE', 'JWT']);
  const integration = integrations.get(text(route, 'Target').replace('integrations/', ''));
  if (integration === undefined)
    throw new Error(`${route.logicalId}: no integration of the template is its target`);
  expect(integration, 'IntegrationType', ['AWS_PROXY']);
  expect(integration, 'PayloadFormatVersion', ['2.0']);
  const scopes = route.properties['AuthorizationScopes'];
  return {
    ...parseRouteKey(text(route, 'RouteKey')),
    functionArn: functionArn(text(integration, 'IntegrationUri')),
    timeoutMs: Number(integration.properties['TimeoutInMillis'] ?? LONGEST_INTEGRATION_MS),
    scopes: Array.isArray(scopes) ? scopes.map(String) : [],
    ...(route.properties['AuthorizationType'] === 'JWT'
      ? { authorizer: readAuthorizer(route, authorizers.get(text(route, 'AuthorizerId'))) }
      : {}),
  };
}

function readAuthorizer(route: Resource, authorizer: Resource | undefined): AuthorizerDefinition {
  if (authorizer === undefined) throw new Error(`${route.logicalId}: its authorizer is not in the template`);
  expect(authorizer, 'AuthorizerType', ['JWT']);
  const source = authorizer.properties['IdentitySource'];
  if (String(source).toLowerCase() !== '$request.header.authorization') {
    throw new Error(
      `${authorizer.logicalId}: the local gateway reads tokens from the Authorization header only`,
    );
  }
  const { Issuer, Audience } = (authorizer.properties['JwtConfiguration'] ?? {}) as {
    readonly Issuer?: string;
    readonly Audience?: readonly string[];
  };
  return { issuer: Issuer ?? '', audience: Audience ?? [] };
}

/** An integration names a function by its ARN, or by the address of the API that invokes it. */
function functionArn(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? uri;
}

function byRef(resources: readonly Resource[]): Map<string, Resource> {
  return new Map(resources.map((resource) => [resource.ref, resource]));
}

function text({ logicalId, properties }: Resource, property: string): string {
  const value = properties[property];
  if (typeof value !== 'string') throw new Error(`${logicalId}: ${property} is not a text`);
  return value;
}

function expect({ logicalId, properties }: Resource, property: string, allowed: readonly unknown[]): void {
  if (allowed.includes(properties[property])) return;
  throw new Error(
    `${logicalId}: the local gateway does not know ${property} ${JSON.stringify(properties[property])}`,
  );
}
