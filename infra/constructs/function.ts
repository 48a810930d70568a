import { Duration, Size } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionDefinition, Names } from '../capability.ts';
import type { Installation } from '../installation.ts';
import { acknowledge } from './exceptions.ts';
import { createLogGroup } from './log-group.ts';
import type { Target, Targets } from './targets.ts';

/** A policy of a function that is not in its capability's list, because only infra knows the resource. */
export interface OwnPolicy {
  readonly policy: string;
  readonly actions: readonly string[];
  readonly on: readonly Target[];
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
    const { config } = installation;
    const logGroup = createLogGroup(this, 'Logs', config, `/kartoteka/${config.stage}/${definition.name}`);
    const role = this.createRole(props, logGroup);
    this.lambda = new lambda.Function(this, 'Function', {
      functionName: `kartoteka-${config.stage}-${definition.name}`,
      description: definition.purpose,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: config.architecture === 'arm64' ? lambda.Architecture.ARM_64 : lambda.Architecture.X86_64,
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
      ...(definition.ephemeralMb === undefined
        ? {}
        : { ephemeralStorageSize: Size.mebibytes(definition.ephemeralMb) }),
      ...(definition.tenantIsolation ? { tenancyConfig: lambda.TenancyConfig.PER_TENANT } : {}),
      tracing: lambda.Tracing.ACTIVE,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
    acknowledge(this.lambda, {
      'cfn-guard::lambda_inside_vpc_check':
        'It calls AWS services only, by TLS and with its role; a private network would need endpoints that cost money while idle.',
    });
  }

  private createRole(props: FunctionProps, logGroup: LogGroup): iam.Role {
    const policies = policiesOf(props, logGroup);
    const role = new iam.Role(this, 'Role', {
      description: `${props.definition.purpose} (${props.definition.name})`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: Object.fromEntries(policies.map((policy) => [policy.policy, documentOf(policy)])),
    });
    for (const { accepted } of policies.flatMap((policy) => policy.on)) {
      if (accepted !== undefined) acknowledge(role, { [accepted.finding]: accepted.reason });
    }
    return role;
  }
}

/** X-Ray's two writes know no resources. */
const ANY_TRACE: Target = {
  arn: '*',
  accepted: {
    finding: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords know no resources: AWS accepts only *.',
  },
};

function policiesOf(props: FunctionProps, logGroup: LogGroup): readonly OwnPolicy[] {
  const granted = props.definition.grants.map((grant) => ({
    ...grant,
    on: grant.on.map((target) => props.targets[target]),
  }));
  return [
    {
      policy: 'write-logs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      on: [{ arn: logGroup.logGroupArn }],
    },
    { policy: 'trace', actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], on: [ANY_TRACE] },
    ...granted,
    ...(props.policies ?? []),
  ];
}

function documentOf(policy: OwnPolicy): iam.PolicyDocument {
  const resources = policy.on.map((target) => target.arn);
  return new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ actions: [...policy.actions], resources })],
  });
}
