import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { synthesize } from './documents/synthesize.ts';
import { resourcesOf } from './documents/template.ts';

const templates = synthesize();
const data = Template.fromJSON(templates['KartotekaData'] ?? {});
const api = Template.fromJSON(templates['KartotekaApi'] ?? {});

/** Types that hold what cannot be made anew. */
const HOLDERS = [
  'AWS::Backup::BackupVault',
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::Table',
  'AWS::Events::Archive',
  'AWS::Events::EventBus',
  'AWS::S3::Bucket',
];

describe('what holds data', () => {
  const holders = resourcesOf(templates).filter(({ Type }) => HOLDERS.includes(Type));

  test('lies in the data stack and outlives it', () => {
    expect(new Set(holders.map(({ stack }) => stack))).toEqual(new Set(['KartotekaData']));
    expect(new Set(holders.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(new Set(['Retain']));
  });

  // A changed logical id is a new, empty resource.
  test('keeps its logical id', () => {
    expect(holders.map(({ id }) => id)).toEqual([
      'Archive4DBC1EC9',
      'BackupsVault1F11AFCC',
      'BusEA82B648',
      'EventFailures7E223DE4',
      'Files8E6940B8',
      'PurgeFailuresDD49F0F4',
      'SignInUserPoolA2C003D1',
      'TableCD117FA1',
    ]);
  });

  test('the table can be recovered to any second and cannot be deleted', () => {
    data.hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      GlobalSecondaryIndexes: [
        Match.objectLike({ IndexName: 'due', Projection: { ProjectionType: 'ALL' } }),
        Match.objectLike({ IndexName: 'feed', Projection: { ProjectionType: 'ALL' } }),
      ],
    });
  });

  test('the table is backed up every night for 35 days', () => {
    data.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: { BackupPlanRule: [Match.objectLike({ Lifecycle: { DeleteAfterDays: 35 } })] },
    });
    data.hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: { Resources: [{ 'Fn::GetAtt': ['TableCD117FA1', 'Arn'] }] },
    });
  });

  test('every bucket is encrypted and private', () => {
    data.allResourcesProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  const expiring = (rule: object) =>
    data.findResources('AWS::S3::Bucket', {
      Properties: { LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike(rule)]) } },
    });

  test('failed records are forgotten after a month, documents of cards are not', () => {
    const everything = { ExpirationInDays: 30, Status: 'Enabled', Prefix: Match.absent() };
    expect(Object.keys(expiring(everything))).toEqual(['EventFailures7E223DE4', 'PurgeFailuresDD49F0F4']);
    expect(Object.keys(expiring({ ExpirationInDays: 30, Prefix: 'imports/' }))).toEqual(['Files8E6940B8']);
    expect(Object.keys(expiring({ ExpirationInDays: 2, Prefix: 'documents/incoming/' }))).toEqual([
      'Files8E6940B8',
    ]);
    expect(Object.keys(expiring({ Prefix: 'documents/' }))).toEqual([]);
  });
});

describe('signing in', () => {
  test('is by invitation, and a browser proves itself by PKCE instead of a secret', () => {
    data.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: Match.objectLike({ AllowAdminCreateUserOnly: true }),
      DeletionProtection: 'ACTIVE',
      UserPoolTier: 'ESSENTIALS',
    });
    data.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
    });
    data.hasResourceProperties('AWS::Cognito::UserPoolDomain', { ManagedLoginVersion: 2 });
  });

  test('may be with any issuer', () => {
    const foreign = synthesize({
      'kartoteka:oidc-issuer': 'http://localhost:8080/oidc',
      'kartoteka:oidc-audience': ['kartoteka-api'],
      'kartoteka:public-base-url': 'http://localhost:8080',
    });
    const template = Template.fromJSON(foreign['KartotekaApi'] ?? {});
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Issuer: 'http://localhost:8080/oidc', Audience: ['kartoteka-api'] },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          OIDC_ISSUER: 'http://localhost:8080/oidc',
          PUBLIC_BASE_URL: 'http://localhost:8080',
        }),
      },
    });
  });
});

describe('the API', () => {
  test('has a limit of requests and a log of them as JSON, without query strings', () => {
    const [stage] = Object.values(api.findResources('AWS::ApiGatewayV2::Stage'));
    const format: string = stage?.['Properties'].AccessLogSettings.Format;
    expect(Object.keys(JSON.parse(format))).toContain('requestId');
    expect(format).not.toMatch(/querystring/i);
    expect(stage?.['Properties'].DefaultRouteSettings).toEqual({
      ThrottlingBurstLimit: 200,
      ThrottlingRateLimit: 100,
    });
  });
});

describe('all functions', () => {
  const functions = resourcesOf(templates).filter(({ Type }) => Type === 'AWS::Lambda::Function');

  test('run Node 24 on arm64, are traced, and log JSON into a group that forgets', () => {
    expect(functions).toHaveLength(9);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.any(String) } },
      });
    }
    for (const { Type, Properties } of resourcesOf(templates)) {
      if (Type === 'AWS::Logs::LogGroup') expect(Properties).toMatchObject({ RetentionInDays: 30 });
    }
  });

  test("run on the host's architecture where that is asked for", () => {
    const local = synthesize({ 'kartoteka:architecture': 'x86_64' });
    Template.fromJSON(local['KartotekaApi'] ?? {}).allResourcesProperties('AWS::Lambda::Function', {
      Architectures: ['x86_64'],
    });
  });
});

describe('alarms', () => {
  test('say what the business loses and what to do, and reach the topic', () => {
    const alarms = resourcesOf(templates).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(0);
    for (const { Properties = {} } of alarms) {
      expect(Properties['AlarmDescription']).toMatch(/^.{40,}\. What to do: .{20,}\.$/);
      expect(Properties['AlarmActions']).toHaveLength(1);
    }
  });

  test('are mailed where an address is given', () => {
    const mailed = synthesize({ 'kartoteka:alarm-email': 'duty@example.com' });
    Template.fromJSON(mailed['KartotekaData'] ?? {}).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'duty@example.com',
    });
  });
});

test('two stages share no physical name', () => {
  const names = (stage: string) =>
    resourcesOf(synthesize({ 'kartoteka:stage': stage })).flatMap(({ Properties = {} }) =>
      ['FunctionName', 'LogGroupName', 'BackupVaultName', 'UserPoolName', 'Name']
        .map((key) => Properties[key])
        .filter((value) => typeof value === 'string'),
    );
  const shared = new Set(names('one')).intersection(new Set(names('two')));
  expect([...shared]).toEqual(['tokens']);
});
