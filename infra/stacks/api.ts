import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CfnAuthorizer, HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { functionDefinitions } from '../capabilities/all.ts';
import type { FunctionDefinition, Names } from '../capability.ts';
import { harmAlarm, serviceMetric } from '../constructs/alarm.ts';
import { ProductFunction } from '../constructs/function.ts';
import { HttpRoutes } from '../constructs/http-routes.ts';
import { createLogGroup } from '../constructs/log-group.ts';
import { targetsOf } from '../constructs/targets.ts';
import type { Installation } from '../installation.ts';
import type { DataStack } from './data.ts';
import { stackProps } from './props.ts';

/** Requests a second: twice the peak of the largest tenant we plan for. */
const REQUESTS_PER_SECOND = 100;
const BURST = 200;

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
    }
    this.watch(api, props.data);
    new CfnOutput(this, 'Address', { value: this.names.publicBaseUrl, description: 'Where the API answers' });
    new CfnOutput(this, 'Issuer', { value: props.issuer, description: 'Who issues the tokens it accepts' });
  }

  private createApi(installation: Installation): HttpApi {
    const api = new HttpApi(this, 'Http', {
      apiName: `kartoteka-${installation.config.stage}`,
      description: 'Kartoteka HTTP API',
      createDefaultStage: false,
    });
    // This prefix keeps the account's log resource policy from growing with every API.
    const logName = `/aws/vendedlogs/kartoteka/${installation.config.stage}/http-api`;
    const accessLog = createLogGroup(this, 'AccessLog', installation.config, logName);
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: REQUESTS_PER_SECOND, burstLimit: BURST },
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
    userPool: data.signIn.userPool.userPoolId,
    issuer,
    publicBaseUrl: installation.config['public-base-url'] ?? api.apiEndpoint,
    downloadsWaitForScan: installation.config['downloads-wait-for-scan'] ? 'true' : 'false',
  };
}
