import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { subscriptions } from '../events/subscriptions.ts';
import { environments } from '../functions/runtime/env.ts';
import { functionDefinitions } from './capabilities/all.ts';
import { permissionsOf } from './documents/permissions.ts';
import { synthesize } from './documents/synthesize.ts';
import { describe as inWords, objectOf, resourcesOf } from './documents/template.ts';

const templates = synthesize();
const api = Template.fromJSON(templates['KartotekaApi'] ?? {});
const events = Template.fromJSON(templates['KartotekaEvents'] ?? {});
const resources = resourcesOf(templates);

/** Routes of a function: key to the kind of authorization. */
function routesOf(name: string): Record<string, string> {
  const integration = `${name.replaceAll('-', '')}RoutesIntegration`;
  return Object.fromEntries(
    resources
      .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route')
      .map(({ Properties = {} }) => Properties)
      .filter((route) => inWords(route['Target'], templates) === `integrations/${integration}`)
      .map((route) => [String(route['RouteKey']), String(route['AuthorizationType'])]),
  );
}

/** `action on resource` of a function's own grants. */
function grantsOf(name: string): string[] {
  return permissionsOf(templates)
    .filter(({ role, policy }) => role === name && !['write-logs', 'trace'].includes(policy))
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => `${action} on ${resource}`)),
    );
}

describe('every function', () => {
  test('is defined once, for each environment in functions/runtime/env.ts', () => {
    expect(functionDefinitions.map(({ name }) => name).sort()).toEqual(Object.keys(environments).sort());
  });

  test('has the variables its environment asks for, and no others', () => {
    for (const { Type, Properties = {} } of resources) {
      if (Type !== 'AWS::Lambda::Function') continue;
      const variables = objectOf(objectOf(Properties['Environment'])['Variables']);
      const [, schema] = Object.entries(environments).find(
        ([name]) => name === variables['POWERTOOLS_SERVICE_NAME'],
      ) ?? ['', undefined];
      // Lambda and the SDK set their own.
      const ours = Object.keys(schema?.shape ?? {}).filter((name) => !name.startsWith('AWS_'));
      expect(Object.keys(variables).sort()).toEqual(ours.sort());
    }
  });
});

describe('clients', () => {
  test('answers for cards with a token', () => {
    expect(routesOf('clients')).toEqual({
      'ANY /api/v1/companies': 'JWT',
      'ANY /api/v1/companies/{proxy+}': 'JWT',
      'ANY /api/v1/contacts': 'JWT',
      'ANY /api/v1/contacts/{proxy+}': 'JWT',
      'ANY /api/v1/lookup': 'JWT',
    });
    expect(grantsOf('clients').every((grant) => /^dynamodb:\w+ on Table$/.test(grant))).toBe(true);
  });

  test('counts what it is told, and keeps what it could not take', () => {
    events.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['kartoteka'], 'detail-type': [...subscriptions['client-stats'].events] },
      Targets: [
        Match.objectLike({
          DeadLetterConfig: Match.anyValue(),
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        }),
      ],
    });
    events.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'kartoteka-main-client-stats',
      DeadLetterConfig: Match.anyValue(),
    });
    events.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp(subscriptions['client-stats'].harm),
    });
    expect(grantsOf('client-stats')).toContain('sqs:SendMessage on clientstatsdeadletters');
  });

  test('purges of cards what time-to-live removed, and of documents what anybody did', () => {
    events.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FilterCriteria: {
        Filters: [
          {
            Pattern: Match.serializedJson({
              eventName: ['REMOVE'],
              userIdentity: { type: ['Service'], principalId: ['dynamodb.amazonaws.com'] },
              dynamodb: { OldImage: { kind: { S: ['company', 'contact'] } } },
            }),
          },
          {
            Pattern: Match.serializedJson({
              eventName: ['REMOVE'],
              dynamodb: { OldImage: { kind: { S: ['document', 'document-upload'] } } },
            }),
          },
        ],
      },
    });
    expect(grantsOf('client-purge')).toContain('s3:DeleteObject on Files/documents/*');
  });

  test('leave the stream to two readers: AWS advises no more for a shard', () => {
    events.resourceCountIs('AWS::Lambda::EventSourceMapping', 2);
  });
});

describe('documents', () => {
  test('answer below the cards of another function, and reach no other files', () => {
    expect(routesOf('documents')).toEqual({
      'ANY /api/v1/companies/{id}/documents': 'JWT',
      'ANY /api/v1/companies/{id}/documents/{proxy+}': 'JWT',
      'ANY /api/v1/contacts/{id}/documents': 'JWT',
      'ANY /api/v1/contacts/{id}/documents/{proxy+}': 'JWT',
    });
    expect(grantsOf('documents').filter((grant) => grant.startsWith('s3:'))).toEqual([
      's3:DeleteObject on Files/documents/*',
      's3:GetObject on Files/documents/*',
      's3:PutObject on Files/documents/*',
      's3:ListBucket on Files',
    ]);
  });

  test('may be called at any card, by the gateway of this API', () => {
    const callers = resources
      .filter(({ Type }) => Type === 'AWS::Lambda::Permission')
      .map(({ Properties = {} }) => inWords(Properties['SourceArn'], templates));
    for (const cards of ['companies', 'contacts']) {
      expect(callers).toContainEqual(
        expect.stringMatching(new RegExp(`/\\*/\\*/api/v1/${cards}/\\*/documents\\*$`)),
      );
    }
  });
});

describe('platform', () => {
  test('answers for people and settings with a token, and may invite users but not remove them', () => {
    expect(Object.keys(routesOf('platform')).sort()).toEqual([
      'ANY /api/v1/dictionaries',
      'ANY /api/v1/dictionaries/{proxy+}',
      'ANY /api/v1/invitations',
      'ANY /api/v1/invitations/{proxy+}',
      'ANY /api/v1/me',
      'ANY /api/v1/memberships',
      'ANY /api/v1/memberships/{proxy+}',
      'ANY /api/v1/organisations',
      'ANY /api/v1/teams',
      'ANY /api/v1/teams/{proxy+}',
      'ANY /api/v1/tenant',
      'ANY /api/v1/users',
      'ANY /api/v1/users/{proxy+}',
    ]);
    expect(new Set(Object.values(routesOf('platform')))).toEqual(new Set(['JWT']));
    for (const name of ['platform', 'provision']) {
      expect(grantsOf(name).filter((grant) => grant.startsWith('cognito-idp:'))).toEqual([
        'cognito-idp:AdminCreateUser on SignInUserPool',
        'cognito-idp:AdminGetUser on SignInUserPool',
      ]);
    }
  });
});

describe('api-description', () => {
  test('alone answers without a token, and may do nothing', () => {
    expect(routesOf('api-description')).toEqual({
      $default: 'NONE',
      'GET /api/docs': 'NONE',
      'GET /api/docs/{proxy+}': 'NONE',
      'GET /api/v1/openapi.json': 'NONE',
    });
    expect(grantsOf('api-description')).toEqual([]);
    api.resourcePropertiesCountIs('AWS::ApiGatewayV2::Route', { AuthorizationType: 'NONE' }, 4);
  });
});

describe('events', () => {
  test('are relayed in order, and a poison one goes to the bucket while the rest flows on', () => {
    events.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: Match.anyValue() },
      FilterCriteria: {
        Filters: [
          {
            Pattern: Match.serializedJson({
              eventName: ['INSERT'],
              dynamodb: { NewImage: { kind: { S: ['event'] } } },
            }),
          },
        ],
      },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 5,
    });
    expect(grantsOf('event-relay')).toContain('events:PutEvents on Bus');
  });

  test('can be replayed from the failures and from the table', () => {
    expect(grantsOf('event-replay')).toEqual([
      'dynamodb:BatchGetItem on Table',
      'dynamodb:Query on Table',
      'events:PutEvents on Bus',
      's3:ListBucket on EventFailures',
      's3:DeleteObject on EventFailures/*',
      's3:GetObject on EventFailures/*',
    ]);
  });
});

test('the gateway needs one permission for each prefix', () => {
  const prefixes = functionDefinitions.flatMap(({ trigger }) =>
    trigger.kind === 'http' ? trigger.routes : [],
  );
  api.resourceCountIs('AWS::Lambda::Permission', prefixes.length);
});
