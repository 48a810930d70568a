import {
  listOf,
  objectOf,
  type PlacedResource,
  resourcesOf,
  type Templates,
  type Value,
} from './template.ts';

/** Something that is used up to a share of what AWS allows. */
export interface Usage {
  readonly what: string;
  readonly used: number;
  readonly limit: number;
}

/** From this share of a limit on, the next capability needs a stack or a role of its own. */
export const WARNING_SHARE = 0.8;

/**
 * AWS's limits that a growing template meets first.
 * Sources: CloudFormation quotas (500 resources, 200 outputs, 1 MB of body), IAM quotas (10,240 characters of
 * inline policies in a role, white space not counted), Lambda quotas (20 KB of resource policy, 4 KB of environment).
 */
const LIMITS = {
  resources: 500,
  outputs: 200,
  templateBytes: 1_000_000,
  inlinePolicies: 10_240,
  resourcePolicy: 20_480,
  environment: 4_096,
} as const;

/** How much of each limit the templates use. */
export function usagesOf(templates: Templates): readonly Usage[] {
  const resources = resourcesOf(templates);
  return [
    ...Object.entries(templates).flatMap(([stack, template]) => [
      usage(`${stack}: resources`, Object.keys(template.Resources).length, LIMITS.resources),
      usage(`${stack}: outputs`, Object.keys(template.Outputs ?? {}).length, LIMITS.outputs),
      usage(`${stack}: bytes`, Buffer.byteLength(JSON.stringify(template)), LIMITS.templateBytes),
    ]),
    ...ofType(resources, 'AWS::IAM::Role').map(({ id, Properties = {} }) =>
      usage(`${id}: inline policies`, sizeOf(inlineDocuments(Properties['Policies'])), LIMITS.inlinePolicies),
    ),
    ...ofType(resources, 'AWS::Lambda::Function').map(({ id, Properties = {} }) =>
      usage(`${id}: environment`, sizeOf(Properties['Environment'] ?? ''), LIMITS.environment),
    ),
    ...resourcePolicies(resources),
  ];
}

export function isAlarming({ used, limit }: Usage): boolean {
  return used >= limit * WARNING_SHARE;
}

function usage(what: string, used: number, limit: number): Usage {
  return { what, used, limit };
}

function ofType(resources: readonly PlacedResource[], type: string): readonly PlacedResource[] {
  return resources.filter(({ Type }) => Type === type);
}

function inlineDocuments(policies: Value | undefined): readonly Value[] {
  return listOf(policies).map((policy) => objectOf(policy)['PolicyDocument'] ?? '');
}

/** A function's resource policy: one statement for each permission. */
function resourcePolicies(resources: readonly PlacedResource[]): readonly Usage[] {
  const permissions = Map.groupBy(ofType(resources, 'AWS::Lambda::Permission'), ({ Properties = {} }) =>
    JSON.stringify(Properties['FunctionName']),
  );
  return [...permissions].map(([functionName, statements]) =>
    usage(`${functionName}: resource policy`, sizeOf(statements.map(statementOf)), LIMITS.resourcePolicy),
  );
}

function statementOf({ id, Properties = {} }: PlacedResource): Value {
  return {
    Sid: `${id}${'x'.repeat(40)}`,
    Effect: 'Allow',
    Principal: { Service: Properties['Principal'] ?? '' },
    Action: Properties['Action'] ?? '',
    Resource: Properties['FunctionName'] ?? '',
    Condition: { ArnLike: { 'AWS:SourceArn': Properties['SourceArn'] ?? '' } },
  };
}

/** Characters as AWS stores them; a reference counts as a long ARN, for only AWS knows its value. */
function sizeOf(value: Value): number {
  return JSON.stringify(value, (_key, part: Value) => (isReference(part) ? 'x'.repeat(120) : part)).length;
}

function isReference(value: Value): boolean {
  const [key] = Object.keys(objectOf(value));
  return key === 'Ref' || (key?.startsWith('Fn::') ?? false);
}
