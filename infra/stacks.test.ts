import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { synthesize } from './documents/synthesize.ts';
import { resourcesOf } from './documents/template.ts';

const templates = synthesize();
const data = Template.fromJSON(templates['KartotekaData'] ?? {});
const api = Template.fromJSON(templates['KartotekaApi'] ?? {});

const routeKeysOf = (some: typeof templates): string[] =>
  resourcesOf(some)
    .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route')
    .map(({ Properties = {} }) => String(Properties['RouteKey']));

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
    expect(Object.keys(expiring({ ExpirationInDays: 7, Prefix: 'exports/' }))).toEqual(['Files8E6940B8']);
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

  test('is open to whoever confirms an address where sign-up is, and the platform knows it', () => {
    const open = synthesize({ 'kartoteka:sign-up': 'open' });
    Template.fromJSON(open['KartotekaData'] ?? {}).hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: Match.objectLike({ AllowAdminCreateUserOnly: false }),
      AutoVerifiedAttributes: ['email'],
    });
    const signUpOf = (template: Template, value: string) =>
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: 'kartoteka-main-platform',
        Environment: { Variables: Match.objectLike({ SIGN_UP: value, LOGINS: 'user-pool' }) },
      });
    signUpOf(Template.fromJSON(open['KartotekaApi'] ?? {}), 'open');
    signUpOf(api, 'closed');
  });

  test('may be with any issuer', () => {
    const foreign = synthesize({
      'kartoteka:oidc-issuer': 'http://localhost:8080/oidc',
      'kartoteka:oidc-audience': ['kartoteka-api'],
      'kartoteka:public-base-url': 'http://localhost:8080',
      'kartoteka:sign-up': 'open',
    });
    // Nobody signs in by the pool: nobody has to register there.
    Template.fromJSON(foreign['KartotekaData'] ?? {}).hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: Match.objectLike({ AllowAdminCreateUserOnly: true }),
    });
    const template = Template.fromJSON(foreign['KartotekaApi'] ?? {});
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Issuer: 'http://localhost:8080/oidc', Audience: ['kartoteka-api'] },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          OIDC_ISSUER: 'http://localhost:8080/oidc',
          LOGINS: 'elsewhere',
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

  test('tells its functions the limit of a tenant, and takes as a whole what one tenant may be served at most', () => {
    const limited = (limit: number) =>
      Template.fromJSON(synthesize({ 'kartoteka:requests-per-minute': limit })['KartotekaApi'] ?? {});
    const told = (template: Template, limit: string) =>
      template.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: 'kartoteka-main-clients',
        Environment: { Variables: Match.objectLike({ REQUESTS_PER_MINUTE: limit }) },
      });
    told(api, '3000');
    const raised = limited(60_000);
    told(raised, '60000');
    raised.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingBurstLimit: 4_000, ThrottlingRateLimit: 2_000 },
    });
    limited(60).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 },
    });
  });

  test('is for no page of another origin, unless one is named', () => {
    api.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
    expect(routeKeysOf(templates).filter((key) => key.startsWith('OPTIONS'))).toEqual([]);
  });
});

describe('pages that may call the API', () => {
  const withPages = synthesize({
    'kartoteka:public-base-url': 'https://crm.example.com/kartoteka',
    'kartoteka:web-origins': 'https://app.example.com',
  });
  const template = Template.fromJSON(withPages['KartotekaApi'] ?? {});

  test('are those of the public address and of the origins named, without credentials', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowOrigins: ['https://app.example.com', 'https://crm.example.com'],
        AllowMethods: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'],
        AllowHeaders: [
          'authorization',
          'content-type',
          'idempotency-key',
          'if-match',
          'kartoteka-after',
          'kartoteka-tenant',
        ],
        ExposeHeaders: Match.arrayWith(['etag', 'kartoteka-written', 'ratelimit', 'retry-after', 'sunset']),
        MaxAge: 7_200,
        AllowCredentials: Match.absent(),
      },
    });
  });

  test('may ask first without a token, wherever a route would ask for one', () => {
    const keys = routeKeysOf(withPages);
    const guarded = keys.filter((key) => key.startsWith('ANY ')).map((key) => key.replace('ANY ', ''));
    const open = keys.filter((key) => key.startsWith('OPTIONS ')).map((key) => key.replace('OPTIONS ', ''));
    expect(guarded.length).toBeGreaterThan(10);
    expect(open.toSorted()).toEqual(guarded.toSorted());
    for (const { Properties = {} } of resourcesOf(withPages)) {
      if (String(Properties['RouteKey']).startsWith('OPTIONS '))
        expect([Properties['AuthorizationType'], Properties['AuthorizerId']]).toEqual(['NONE', undefined]);
    }
  });

  test('are answered by the function that may do nothing', () => {
    const [integration] = resourcesOf(withPages).filter(({ id }) => id.includes('PreflightsIntegration'));
    expect(JSON.stringify(integration?.Properties?.['IntegrationUri'])).toContain('apidescriptionFunction');
    const permissions = resourcesOf(withPages).filter(({ id }) => id.includes('Preflightspermission'));
    expect(permissions).toHaveLength(1);
    expect(JSON.stringify(permissions[0]?.Properties?.['SourceArn'])).toContain('/*/OPTIONS/api/v1/*');
  });

  test('pass the rules of cdk-nag and cfn-guard', { timeout: 60_000 }, () => {
    const checked = { 'kartoteka:web-origins': 'https://app.example.com', 'kartoteka:validate': true };
    expect(() => synthesize(checked)).not.toThrow();
  });
});

describe('all functions', () => {
  const functions = resourcesOf(templates).filter(({ Type }) => Type === 'AWS::Lambda::Function');

  test('run Node 24 on arm64, are traced, and log JSON into a group that forgets', () => {
    expect(functions).toHaveLength(17);
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
