import { expect, test } from 'vitest';
import { idleBillDocument, idleBillOf } from './documents/idle-bill.ts';
import { isAlarming, usagesOf } from './documents/limits.ts';
import { permissionsDocument, permissionsOf, wildcardsWithoutReason } from './documents/permissions.ts';
import { synthesize } from './documents/synthesize.ts';
import type { Resource, Templates } from './documents/template.ts';

const templates = synthesize();

function withResource(id: string, resource: Resource): Templates {
  return { ...templates, Extra: { Resources: { [id]: resource } } };
}

function roleWith(action: string, resource: string): Resource {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  const policy = { PolicyName: 'extra', PolicyDocument: { Statement: [statement] } };
  return { Type: 'AWS::IAM::Role', Properties: { Policies: [policy] } };
}

test('no role has a wildcard outside the allow-list', () => {
  expect(wildcardsWithoutReason(permissionsOf(templates))).toEqual([]);
});

test.each([
  ['dynamodb:*', 'arn:aws:dynamodb:eu-central-1:123456789012:table/one'],
  ['dynamodb:GetItem', '*'],
  ['s3:GetObject', 'arn:aws:s3:::other/*'],
])('%s on %s would stop the document', (action, resource) => {
  const wide = withResource('ExtraRole00000000', roleWith(action, resource));
  expect(() => permissionsDocument(wide)).toThrow('Extra/extra');
});

test('a policy beside its role would stop the document', () => {
  const beside = withResource('Beside', { Type: 'AWS::IAM::Policy' });
  expect(() => permissionsDocument(beside)).toThrow('Policies belong into their role: Beside');
});

test('the table of permissions names function, policy, actions and resources', () => {
  expect(permissionsDocument(templates)).toContain(
    '| event-relay | publish-events | `events:PutEvents` | `Bus` |',
  );
});

test('an idle installation costs no more than a dollar', () => {
  const cents = idleBillOf(templates).reduce((sum, line) => sum + line.cents, 0);
  expect(cents).toBeLessThanOrEqual(100);
  expect(idleBillDocument(templates)).toContain('a month** while nobody uses it');
});

test('a client for programs is on the bill', () => {
  const withMachine = synthesize({ 'kartoteka:machine-client': true });
  const clients = idleBillOf(withMachine).find(({ type }) => type === 'AWS::Cognito::UserPoolClient');
  expect(clients).toMatchObject({ resources: 2, units: 1, cents: 600 });
});

test('a resource type without a price stops the bill', () => {
  const dear = withResource('Search', { Type: 'AWS::OpenSearchService::Domain' });
  expect(() => idleBillDocument(dear)).toThrow('AWS::OpenSearchService::Domain');
});

test('an alarm over an expression is charged for each of its metrics', () => {
  const metric = (id: string) => ({ Id: id, MetricStat: { Metric: {}, Period: 60, Stat: 'Sum' } });
  const metrics = [metric('a'), metric('b'), { Id: 'sum', Expression: 'a + b' }];
  const alarm: Templates = {
    One: { Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: metrics } } } },
  };
  expect(idleBillOf(alarm)).toMatchObject([{ units: 2, cents: 20 }]);
});

test("every stack, role and function stays within AWS's limits", () => {
  const usages = usagesOf(templates);
  for (const { what, used, limit } of usages.filter(isAlarming)) {
    console.warn(`${what}: ${used} of ${limit}; split it before the next capability.`);
  }
  expect(usages.filter(({ used, limit }) => used > limit)).toEqual([]);
  expect(usages.some(({ what }) => what.endsWith('resource policy'))).toBe(true);
});

test('80 % of a limit is worth a warning', () => {
  expect(isAlarming({ what: 'resources', used: 400, limit: 500 })).toBe(true);
  expect(isAlarming({ what: 'resources', used: 399, limit: 500 })).toBe(false);
});
