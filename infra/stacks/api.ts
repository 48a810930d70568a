import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CfnAuthorizer, HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { functionDefinitions } from '../capabilities/all.ts';
import type { FunctionDefinition, Names, RoutePrefix } from '../capability.ts';
import type { Config } from '../config.ts';
import { harmAlarm, serviceMetric } from '../constructs/alarm.ts';
import { ProductFunction } from '../constructs/function.ts';
import { HttpRoutes } from '../constructs/http-routes.ts';
import { createLogGroup } from '../constructs/log-group.ts';
import { PreflightRoutes } from '../constructs/preflight-routes.ts';
import { queryFunctionName, targetsOf } from '../constructs/targets.ts';
import { corsOf } from '../cors.ts';
import type { Installation } from '../installation.ts';
import type { DataStack } from './data.ts';
import { stackProps } from './props.ts';

/** Requests a second that an installation takes, at least: twice the peak of the largest tenant we plan for. */
const REQUESTS_PER_SECOND = 100;

export interface ApiStackProps {
  readonly installation: Installation;
  readonly data: DataStack;
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** The HTTP API, its functions, and the tasks an operator runs. Holds no data: it may be removed and made anew. */
export class ApiStack extends Stack {
  /** What functions of any stack may be told. */
  readonly names: Names;

  constructor(scope: Construct, props: ApiStackProps) {
    super(
      scope,
      'KartotekaApi',
      stackProps(props.installation, 'api', 'Kartoteka: the HTTP API and its functions'),
    );
    const api = this.createApi(props.installation);
    const authorizer = new CfnAuthorizer(this, 'Tokens', {
      apiId: api.apiId,
      name: 'tokens',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: props.issuer, audience: [...props.audience] },
    });
    this.names = namesOf(props, api);
    const cors = corsOf(props.installation.config) !== undefined;
    for (const definition of functionDefinitions.filter(belongsToApi)) {
      const product = new ProductFunction(this, {
        installation: props.installation,
        definition,
        names: this.names,
        targets: targetsOf(props.data),
      });
      if (definition.trigger.kind !== 'http') continue;
      new HttpRoutes(product, {
        api,
        authorizerId: authorizer.ref,
        target: product.lambda,
        routes: definition.trigger.routes,
      });
      if (cors && definition.trigger.preflights)
        new PreflightRoutes(this, { api, target: product.lambda, prefixes: guardedPrefixes() });
    }
    this.watch(api, props.data);
    new CfnOutput(this, 'Address', { value: this.names.publicBaseUrl, description: 'Where the API answers' });
    new CfnOutput(this, 'Issuer', { value: props.issuer, description: 'Who issues the tokens it accepts' });
  }

  private createApi(installation: Installation): HttpApi {
    const cors = corsOf(installation.config);
    const rateLimit = throttleOf(installation.config);
    const api = new HttpApi(this, 'Http', {
      apiName: `kartoteka-${installation.config.stage}`,
      description: 'Kartoteka HTTP API',
      createDefaultStage: false,
      ...(cors === undefined ? {} : { corsPreflight: cors }),
    });
    // This prefix keeps the account's log resource policy from growing with every API.
    const logName = `/aws/vendedlogs/kartoteka/${installation.config.stage}/http-api`;
    const accessLog = createLogGroup(this, 'AccessLog', installation.config, logName);
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit, burstLimit: 2 * rateLimit },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });
    return api;
  }

  private watch(api: HttpApi, data: DataStack): void {
    const dimensions = { ApiId: api.apiId };
    harmAlarm(this, 'ApiFails', {
      topic: data.alarms,
      harm: 'People cannot open or save client cards, and programs that send us data are refused.',
      remedy: 'find the failing route in the access log and its request id in the log of the function.',
      metric: serviceMetric('AWS/ApiGateway', '5xx', dimensions, { statistic: 'Sum' }),
      threshold: 5,
    });
    harmAlarm(this, 'ApiSlow', {
      topic: data.alarms,
      harm: 'People wait for every card they open while a client is on the telephone.',
      remedy: 'compare the latency by route in the access log and look at the slow traces in X-Ray.',
      metric: serviceMetric('AWS/ApiGateway', 'Latency', dimensions, { statistic: 'p95' }),
      threshold: Duration.seconds(3).toMilliseconds(),
      periods: 3,
    });
  }
}

/** One line of JSON a request. No query string: a lookup carries telephone numbers there. */
const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
  subject: '$context.authorizer.claims.sub',
  sourceIp: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
};

/**
 * The gateway's own limit is for all tenants together, and answers before a function runs. One tenant alone never meets it:
 * each may be served twice its limit at most (`functions/runtime/rate-limit.ts`).
 */
function throttleOf(config: Config): number {
  return Math.max(REQUESTS_PER_SECOND, Math.ceil((2 * config['requests-per-minute']) / 60));
}

/** What asks for a token: everything that a preflight may come for. */
function guardedPrefixes(): RoutePrefix[] {
  return functionDefinitions.flatMap(({ trigger }) =>
    // A prefix of one method leaves preflights to the gateway, or to the prefix beside it that takes any.
    trigger.kind === 'http'
      ? trigger.routes.filter(({ openBecause, method }) => openBecause === undefined && method === undefined)
      : [],
  );
}

function belongsToApi({ trigger }: FunctionDefinition): boolean {
  return trigger.kind === 'http' || (trigger.kind === 'task' && trigger.stack === 'api');
}

function namesOf(props: ApiStackProps, api: HttpApi): Names {
  const { data, installation, issuer } = props;
  return {
    table: data.table.tableName,
    bus: data.bus.eventBusName,
    eventFailures: data.failures['event-failures'].bucketName,
    files: data.files.bucketName,
    queryFunction: queryFunctionName(data),
    userPool: data.signIn.userPool.userPoolId,
    issuer,
    logins: installation.config['oidc-issuer'] === undefined ? 'user-pool' : 'elsewhere',
    signUp: installation.config['sign-up'],
    publicBaseUrl: installation.config['public-base-url'] ?? api.apiEndpoint,
    requestsPerMinute: String(installation.config['requests-per-minute']),
    downloadsWaitForScan: installation.config['downloads-wait-for-scan'] ? 'true' : 'false',
  };
}
