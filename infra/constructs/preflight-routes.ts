import { Aws, Stack } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { RoutePrefix } from '../capability.ts';
import { acknowledge } from './exceptions.ts';

export interface PreflightRoutesProps {
  readonly api: HttpApi;
  readonly target: LambdaFunction;
  /** Prefixes that take any method, with a token. */
  readonly prefixes: readonly RoutePrefix[];
}

const WHY_OPEN =
  'A browser asks before it calls, and sends no token with that (Fetch standard): the answer names the origins that may call.';

/**
 * An `OPTIONS` route without an authorizer beside each `ANY` route with one. The gateway answers preflights by itself only where
 * no route takes them: `ANY` does, and its authorizer would answer 401.
 * Sources: API Gateway developer guide, "Configure CORS for HTTP APIs", for `$default`; anomalyco/sst#5493, for `ANY`.
 */
export class PreflightRoutes extends Construct {
  constructor(scope: Construct, { api, target, prefixes }: PreflightRoutesProps) {
    super(scope, 'Preflights');
    const integration = new CfnIntegration(this, 'Integration', {
      apiId: api.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: target.functionArn,
      payloadFormatVersion: '2.0',
    });
    const paths = prefixes.flatMap(({ path, below }) => [path, ...(below ? [`${path}/{proxy+}`] : [])]);
    for (const path of paths) {
      const route = new CfnRoute(this, path.replace('/api/v1/', ''), {
        apiId: api.apiId,
        routeKey: `OPTIONS ${path}`,
        target: `integrations/${integration.ref}`,
        authorizationType: 'NONE',
      });
      acknowledge(route, {
        'AwsSolutions-APIG4': WHY_OPEN,
        'cfn-guard::api_gw_v2_authorization_type_configured_check': WHY_OPEN,
      });
    }
    const permission = new CfnPermission(this, 'permission', {
      action: 'lambda:InvokeFunction',
      functionName: target.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        region: Aws.REGION,
        resource: api.apiId,
        resourceName: '*/OPTIONS/api/v1/*',
      }),
    });
    acknowledge(permission, {
      'cfn-guard::lambda_function_public_access_prohibited_check':
        'The source is one method of one API; the rule does not read an ARN that is joined from its parts.',
    });
  }
}
