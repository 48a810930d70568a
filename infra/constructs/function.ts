import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionDefinition, Names } from '../capability.ts';
import type { Installation } from '../installation.ts';
import { acknowledge } from './exceptions.ts';
import type { Targets } from './targets.ts';

/** A policy of a function that is not in its capability's list, because only infra knows the resource. */
export interface OwnPolicy {
  readonly policy: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

export interface FunctionProps {
  readonly installation: Installation;
  readonly definition: FunctionDefinition;
  readonly names: Names;
  readonly targets: Targets;
  readonly policies?: readonly OwnPolicy[];
  readonly deadLetterQueue?: lambda.FunctionOptions['deadLetterQueue'];
}

/** One function with its own log group and its own role: what the role may do is what the data says. */
export class ProductFunction extends Construct {
  readonly lambda: lambda.Function;

  constructor(scope: Construct, props: FunctionProps) {
    super(scope, props.definition.name);
    const { installation, definition } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/kartoteka/${installation.config.stage}/${definition.name}`,
      retention: installation.config['log-retention-days'],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'Role', {
      description: `${definition.purpose} (${definition.name})`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: policiesOf(props, logGroup.logGroupArn),
    });
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]':
        'xray:PutTraceSegments and xray:PutTelemetryRecords know no resources: AWS accepts only *.',
    });
    this.lambda = new lambda.Function(this, 'Function', {
      functionName: `kartoteka-${installation.config.stage}-${definition.name}`,
      description: definition.purpose,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture:
        installation.config.architecture === 'arm64'
          ? lambda.Architecture.ARM_64
          : lambda.Architecture.X86_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(installation.bundleOf(definition.name)),
      memorySize: definition.memoryMb,
      timeout: Duration.seconds(definition.timeoutSeconds),
      // The role is complete: nothing else may add to it behind the list's back.
      role: role.withoutPolicyUpdates(),
      environment: {
        POWERTOOLS_SERVICE_NAME: definition.name,
        POWERTOOLS_METRICS_NAMESPACE: 'Kartoteka',
        POWERTOOLS_LOG_LEVEL: 'INFO',
        ...definition.environment(props.names),
      },
      tracing: lambda.Tracing.ACTIVE,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
  }
}

function policiesOf(props: FunctionProps, logGroupArn: string): Record<string, iam.PolicyDocument> {
  const granted = props.definition.grants.map((grant) => ({
    policy: grant.policy,
    actions: grant.actions,
    resources: grant.on.map((target) => props.targets[target]),
  }));
  const policies: readonly OwnPolicy[] = [
    {
      policy: 'write-logs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroupArn],
    },
    { policy: 'trace', actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
    ...granted,
    ...(props.policies ?? []),
  ];
  return Object.fromEntries(policies.map((policy) => [policy.policy, documentOf(policy)]));
}

function documentOf(policy: OwnPolicy): iam.PolicyDocument {
  return new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ actions: [...policy.actions], resources: [...policy.resources] })],
  });
}
