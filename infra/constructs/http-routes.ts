import { Aws, Stack } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { RoutePrefix } from '../capability.ts';
import { acknowledge } from './exceptions.ts';

export interface HttpRoutesProps {
  readonly api: HttpApi;
  readonly authorizerId: string;
  readonly target: LambdaFunction;
  readonly routes: readonly RoutePrefix[];
}

/**
 * The routes of one function: an integration, one or two routes for each prefix, and one permission for each
 * prefix, because a function's resource policy holds 20 KB and no more.
 */
export class HttpRoutes extends Construct {
  constructor(scope: Construct, props: HttpRoutesProps) {
    super(scope, 'Routes');
    const integration = new CfnIntegration(this, 'Integration', {
      apiId: props.api.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: props.target.functionArn,
      payloadFormatVersion: '2.0',
    });
    for (const prefix of props.routes) {
      const id = prefix.path
        .replace(/^\/api\/(v1\/)?/, '')
        .replaceAll(/[$/{}]+/g, '-')
        .replace(/^-/, '');
      this.addRoute(id, routeKey(prefix, ''), prefix, props, integration);
      if (prefix.below)
        this.addRoute(`${id}-below`, routeKey(prefix, '/{proxy+}'), prefix, props, integration);
      const permission = new CfnPermission(this, `${id}-permission`, {
        action: 'lambda:InvokeFunction',
        functionName: props.target.functionArn,
        principal: 'apigateway.amazonaws.com',
        sourceArn: sourceArn(this, props.api, prefix),
      });
      acknowledge(permission, {
        'cfn-guard::lambda_function_public_access_prohibited_check':
          'The source is one prefix of one API; the rule does not read an ARN that is joined from its parts.',
      });
    }
  }

  private addRoute(
    id: string,
    key: string,
    prefix: RoutePrefix,
    props: HttpRoutesProps,
    integration: CfnIntegration,
  ): void {
    const route = new CfnRoute(this, id, {
      apiId: props.api.apiId,
      routeKey: key,
      target: `integrations/${integration.ref}`,
      ...(prefix.openBecause === undefined
        ? { authorizationType: 'JWT', authorizerId: props.authorizerId }
        : { authorizationType: 'NONE' }),
    });
    if (prefix.openBecause !== undefined) {
      acknowledge(route, {
        'AwsSolutions-APIG4': prefix.openBecause,
        'cfn-guard::api_gw_v2_authorization_type_configured_check': prefix.openBecause,
      });
    }
  }
}

function routeKey(prefix: RoutePrefix, below: '' | '/{proxy+}'): string {
  if (prefix.path === '$default') return prefix.path;
  return `${prefix.method ?? 'ANY'} ${prefix.path}${below}`;
}

/** Who may call: this API, any stage, this method, this prefix with whatever stands for its parameters. */
function sourceArn(scope: Construct, api: HttpApi, prefix: RoutePrefix): string {
  const path =
    prefix.path === '$default'
      ? '/$default'
      : `/${prefix.method ?? '*'}${prefix.path.replaceAll(/\{[^}]+\}/g, '*')}${prefix.below ? '*' : ''}`;
  return Stack.of(scope).formatArn({
    service: 'execute-api',
    region: Aws.REGION,
    resource: api.apiId,
    resourceName: `*${path}`,
  });
}
