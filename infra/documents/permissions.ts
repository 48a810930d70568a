import { tableOf } from './markdown.ts';
import {
  describe,
  listOf,
  objectOf,
  type PlacedResource,
  resourcesOf,
  type Templates,
  type Value,
} from './template.ts';

/** One line of a role: what it may do to what. */
export interface Permission {
  readonly role: string;
  readonly policy: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

interface AllowedWildcard {
  readonly resource: string;
  readonly actions: readonly string[];
  readonly reason: string;
}

/** Every `*` a role may have, and why. Anything else fails the document and its test. */
const ALLOWED_WILDCARDS: readonly AllowedWildcard[] = [
  {
    resource: '*',
    actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    reason: 'X-Ray knows no resources for what is written to it: AWS accepts only `*`.',
  },
  {
    resource: 'EventFailures/*',
    actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    reason: 'The objects of one bucket of our own; Lambda chooses their keys.',
  },
  {
    resource: 'Files/documents/*',
    actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    reason: 'One object for each document of a card, under an id of its own.',
  },
  {
    resource: 'Files/exports/*',
    actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    reason: 'One object for each export, under an id of its own.',
  },
  {
    resource: 'Files/imports/*',
    actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    reason: 'A few objects for each import, under an id of its own.',
  },
  {
    resource: 'Files/lists/*',
    actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    reason: 'One object for each export that is being made, which the query function names.',
  },
  {
    resource: 'Files/snapshots/*',
    actions: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    reason: 'A few objects for each snapshot of a tenant’s copy, which the query function names.',
  },
  {
    resource: 'PurgeFailures/*',
    actions: ['s3:PutObject'],
    reason: 'The objects of one bucket of our own; Lambda chooses their keys.',
  },
];

/** What every role of the product may do by its inline policies. */
export function permissionsOf(templates: Templates): readonly Permission[] {
  const elsewhere = resourcesOf(templates).filter(({ Type }) => POLICIES_ELSEWHERE.includes(Type));
  if (elsewhere.length > 0) {
    throw new Error(`Policies belong into their role: ${elsewhere.map(({ id }) => id).join(', ')}.`);
  }
  const owners = ownersOf(templates);
  return rolesOf(templates).flatMap((role) =>
    listOf(role.Properties?.['Policies']).flatMap((policy) =>
      permissionsIn(owners.get(role.id) ?? role.id, objectOf(policy), templates),
    ),
  );
}

/** Policies that would reach a role from outside, past this table. */
const POLICIES_ELSEWHERE = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

function permissionsIn(
  role: string,
  policy: { readonly [key: string]: Value },
  templates: Templates,
): readonly Permission[] {
  return listOf(objectOf(policy['PolicyDocument'])['Statement']).map((value) => {
    const statement = objectOf(value);
    // A statement by what it does not name would pass every check below.
    if (statement['Effect'] !== 'Allow' || statement['NotAction'] || statement['NotResource']) {
      throw new Error(`${role}: a policy may only allow named actions on named resources.`);
    }
    return {
      role,
      policy: describe(policy['PolicyName'], templates),
      actions: listOf(statement['Action']).map(String).sort(),
      resources: listOf(statement['Resource'])
        .map((resource) => describe(resource, templates))
        .sort(),
    };
  });
}

/** Permissions with a `*` in an action, or in a resource where the allow-list has no reason for it. */
export function wildcardsWithoutReason(permissions: readonly Permission[]): readonly string[] {
  return permissions.flatMap(({ role, policy, actions, resources }) => [
    ...actions
      .filter((action) => action.includes('*'))
      .map((action) => `${role}/${policy}: action ${action}`),
    ...resources
      .filter((resource) => resource.includes('*') && !isAllowed(resource, actions))
      .map((resource) => `${role}/${policy}: ${actions.join(', ')} on ${resource}`),
  ]);
}

function isAllowed(resource: string, actions: readonly string[]): boolean {
  return ALLOWED_WILDCARDS.some(
    (allowed) => allowed.resource === resource && actions.every((action) => allowed.actions.includes(action)),
  );
}

/**
 * `docs/permissions.md`: what each function may do, who may call it, and why a `*` stands where it does.
 *
 * @throws Error naming each `*` without a reason.
 */
export function permissionsDocument(templates: Templates): string {
  const permissions = permissionsOf(templates);
  const problems = wildcardsWithoutReason(permissions);
  if (problems.length > 0)
    throw new Error(`Permissions wider than the allow-list:\n  ${problems.join('\n  ')}`);
  return [
    '# Permissions\n\nGenerated from the synthesized templates by `npm run docs`; do not edit.',
    '## What each role may do',
    tableOf(
      ['role of', 'policy', 'actions', 'resources'],
      permissions.map(({ role, policy, actions, resources }) => [
        role,
        policy,
        codes(actions),
        codes(resources),
      ]),
    ),
    '## AWS managed policies',
    tableOf(['role of', 'policy'], managedPolicies(templates)),
    '## Who may call a function',
    tableOf(['function', 'caller', 'from'], callers(templates)),
    '## Where a `*` is allowed, and why',
    tableOf(
      ['resource', 'actions', 'reason'],
      ALLOWED_WILDCARDS.map(({ resource, actions, reason }) => [codes([resource]), codes(actions), reason]),
    ),
  ].join('\n\n');
}

function managedPolicies(templates: Templates): string[][] {
  const owners = ownersOf(templates);
  return rolesOf(templates).flatMap((role) =>
    listOf(role.Properties?.['ManagedPolicyArns']).map((arn) => [
      owners.get(role.id) ?? role.id,
      codes([describe(arn, templates)]),
    ]),
  );
}

function callers(templates: Templates): string[][] {
  const owners = ownersOf(templates);
  return resourcesOf(templates)
    .filter(({ Type }) => Type === 'AWS::Lambda::Permission')
    .map(({ Properties = {} }) => [
      owners.get(logicalIdOf(Properties['FunctionName'])) ?? describe(Properties['FunctionName'], templates),
      codes([describe(Properties['Principal'], templates)]),
      codes([describe(Properties['SourceArn'], templates)]),
    ]);
}

function rolesOf(templates: Templates): readonly PlacedResource[] {
  return resourcesOf(templates).filter(({ Type }) => Type === 'AWS::IAM::Role');
}

/** Names of the functions, by the logical ids of the function and of its role; other roles by their own. */
function ownersOf(templates: Templates): ReadonlyMap<string, string> {
  const owners = new Map(rolesOf(templates).map(({ id }) => [id, id.replace(/Role[0-9A-F]{8}$/, '')]));
  for (const { Type, id, Properties = {} } of resourcesOf(templates)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const variables = objectOf(objectOf(Properties['Environment'])['Variables']);
    const name = describe(variables['POWERTOOLS_SERVICE_NAME'], templates);
    owners.set(id, name).set(logicalIdOf(Properties['Role']), name);
  }
  return owners;
}

/** What `{ Ref }` or `{ Fn::GetAtt }` points to. */
function logicalIdOf(value: Value | undefined): string {
  const reference = objectOf(value);
  return String(reference['Ref'] ?? listOf(reference['Fn::GetAtt'])[0]);
}

function codes(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(', ');
}
