import { platformRoutes } from '../../shared/platform/routes.ts';
import { type Capability, defineFunction, type Grant } from '../capability.ts';
import { prefixesOf } from '../route-prefixes.ts';

const inviteUsers: Grant = {
  policy: 'invite-users',
  actions: ['cognito-idp:AdminCreateUser', 'cognito-idp:AdminGetUser'],
  on: ['user-pool'],
};

/** Tenants, users, teams and dictionaries. */
export const platform: Capability = {
  name: 'platform',
  functions: [
    defineFunction({
      name: 'platform',
      entry: 'functions/platform/http.ts',
      purpose: 'The tenant, its users, teams and dictionaries over HTTP',
      memoryMb: 1024,
      timeoutSeconds: 20,
      trigger: { kind: 'http', routes: prefixesOf(platformRoutes) },
      environment: (names) => ({
        TABLE_NAME: names.table,
        USER_POOL_ID: names.userPool,
        OIDC_ISSUER: names.issuer,
        PUBLIC_BASE_URL: names.publicBaseUrl,
        REQUESTS_PER_MINUTE: names.requestsPerMinute,
      }),
      grants: [
        {
          policy: 'read-settings',
          actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          on: ['table'],
        },
        {
          policy: 'write-settings',
          actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'],
          on: ['table'],
        },
        inviteUsers,
      ],
    }),
    defineFunction({
      name: 'provision',
      entry: 'functions/platform/provision.ts',
      purpose: 'Creates a tenant with its first administrator; invoked by the operator',
      memoryMb: 512,
      timeoutSeconds: 60,
      trigger: { kind: 'task', stack: 'api' },
      environment: (names) => ({
        TABLE_NAME: names.table,
        USER_POOL_ID: names.userPool,
        OIDC_ISSUER: names.issuer,
      }),
      grants: [
        { policy: 'find-tenant', actions: ['dynamodb:GetItem'], on: ['table'] },
        { policy: 'create-tenant', actions: ['dynamodb:PutItem'], on: ['table'] },
        inviteUsers,
      ],
    }),
  ],
};
