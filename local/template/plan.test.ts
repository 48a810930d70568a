import { describe, expect, it } from 'vitest';
import type { AssemblyStack, Template } from './assembly.ts';
import { createPlan } from './plan.ts';
import { UnknownTemplateError } from './unknown.ts';

const environment = {
  region: 'eu-central-1',
  account: '000000000000',
  url: 'http://localhost:8080',
  issuer: 'http://localhost:8080/oidc',
};

function stack(name: string, template: Template, assets: Record<string, string> = {}): AssemblyStack {
  return { name, template, assets: new Map(Object.entries(assets)) };
}

const data = stack('data', {
  Resources: {
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [] } },
    Users: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    Failures: { Type: 'AWS::S3::Bucket', Properties: {} },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: { 'Fn::Sub': `\${AWS::StackName}-bus` } } },
  },
  Outputs: {
    Stream: { Value: { 'Fn::GetAtt': ['Table', 'StreamArn'] }, Export: { Name: 'data:stream' } },
    Bus: { Value: { Ref: 'Bus' }, Export: { Name: { 'Fn::Sub': `\${AWS::StackName}:bus` } } },
    Issuer: { Value: { 'Fn::GetAtt': ['Users', 'ProviderURL'] }, Export: { Name: 'data:issuer' } },
    Bucket: { Value: { 'Fn::GetAtt': ['Failures', 'Arn'] } },
  },
});

const events = stack('events', {
  Parameters: { Stage: { Default: 'test' } },
  Conditions: {
    Test: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
    Live: { 'Fn::Not': [{ Condition: 'Test' }] },
  },
  Resources: {
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    Relay: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: { 'Fn::Join': ['-', ['kartoteka', { Ref: 'Stage' }, 'relay']] },
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Environment: { Variables: { ISSUER: { 'Fn::ImportValue': 'data:issuer' } } },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Condition: 'Test',
      Properties: {
        FunctionName: { Ref: 'Relay' },
        EventSourceArn: { 'Fn::ImportValue': 'data:stream' },
      },
    },
    Second: { Type: 'AWS::Lambda::EventSourceMapping', Condition: 'Live', Properties: {} },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { 'Fn::ImportValue': 'data:bus' },
        Targets: [{ Id: 'a', Arn: { 'Fn::GetAtt': ['Relay', 'Arn'] } }],
      },
    },
  },
});

describe('createPlan', () => {
  const plan = createPlan([data, events], environment);

  it('gives resources the names and ARNs the services would give them', () => {
    const [table] = plan.ofType('AWS::DynamoDB::Table');
    expect(table).toMatchObject({
      ref: 'data-Table',
      arn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/data-Table',
    });
    const [relay] = plan.ofType('AWS::Lambda::Function');
    expect(relay).toMatchObject({
      ref: 'kartoteka-test-relay',
      arn: 'arn:aws:lambda:eu-central-1:000000000000:function:kartoteka-test-relay',
      properties: {
        Role: 'arn:aws:iam::000000000000:role/events-Role',
        Environment: { Variables: { ISSUER: 'http://localhost:8080/oidc' } },
      },
    });
    const [users] = plan.ofType('AWS::Cognito::UserPool');
    expect(users?.ref).toMatch(/^eu-central-1_[0-9a-z]{9}$/);
  });

  it('follows exports from stack to stack', () => {
    const [mapping] = plan.ofType('AWS::Lambda::EventSourceMapping');
    expect(mapping?.properties).toEqual({
      FunctionName: 'kartoteka-test-relay',
      EventSourceArn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/data-Table/stream/local',
    });
    expect(plan.ofType('AWS::Events::Rule')[0]).toMatchObject({
      arn: 'arn:aws:events:eu-central-1:000000000000:rule/data-bus/events-Rule',
    });
    expect(plan.outputs.get('data.Bucket')).toBe('arn:aws:s3:::data-failures');
  });

  it('leaves out what a condition leaves out, and what needs nothing here', () => {
    expect(plan.ofType('AWS::Lambda::EventSourceMapping').map(({ logicalId }) => logicalId)).toEqual([
      'Mapping',
    ]);
    expect(plan.ofType('AWS::IAM::Role')).toEqual([]);
  });

  it('makes the same ids again', () => {
    const again = createPlan([data, events], environment);
    expect(again.ofType('AWS::Cognito::UserPool')).toEqual(plan.ofType('AWS::Cognito::UserPool'));
  });

  it('names the resource whose intrinsic leads nowhere', () => {
    const broken = stack('broken', {
      Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: { Ref: 'Nowhere' } } } },
    });
    expect(() => createPlan([broken], environment)).toThrow(
      'broken: Bus (AWS::Events::EventBus): broken has no resource or parameter Nowhere',
    );
  });
});

describe('what the local runtime does not know', () => {
  function problemsOf(template: Template): readonly string[] {
    try {
      createPlan([stack('api', template)], environment);
    } catch (error) {
      if (error instanceof UnknownTemplateError) return error.problems;
      throw error;
    }
    return [];
  }

  it('stops the start: a resource type', () => {
    expect(problemsOf({ Resources: { Search: { Type: 'AWS::OpenSearchService::Domain' } } })).toEqual([
      'api: Search (AWS::OpenSearchService::Domain): the local runtime does not know this resource type',
    ]);
  });

  it('stops the start: properties, also nested ones and those in lists, all of them at once', () => {
    expect(
      problemsOf({
        Resources: {
          Worker: {
            Type: 'AWS::Lambda::Function',
            Properties: { Code: { S3Key: 'a', ImageUri: 'b' }, SnapStart: { ApplyOn: 'x' } },
          },
          Rule: {
            Type: 'AWS::Events::Rule',
            Properties: {
              Targets: [
                { Id: '1', Arn: 'a' },
                { Id: '2', EcsParameters: {} },
              ],
            },
          },
        },
      }),
    ).toEqual([
      'api: Worker (AWS::Lambda::Function): the local runtime does not know the property Code.ImageUri',
      'api: Worker (AWS::Lambda::Function): the local runtime does not know the property SnapStart',
      'api: Rule (AWS::Events::Rule): the local runtime does not know the property Targets.EcsParameters',
    ]);
  });
});
