import type { KnownType } from './known-types.ts';
import { arn, stableId } from './naming.ts';

const gatewayPart = { built: 'a part of the gateway (local/gateway)' };

/** The HTTP API, its functions and the users' directory. */
export const apiTypes: Readonly<Record<string, KnownType>> = {
  'AWS::ApiGatewayV2::Api': {
    properties:
      'Name Description ProtocolType Tags DisableExecuteApiEndpoint CorsConfiguration.AllowCredentials ' +
      'CorsConfiguration.AllowHeaders CorsConfiguration.AllowMethods CorsConfiguration.AllowOrigins ' +
      'CorsConfiguration.ExposeHeaders CorsConfiguration.MaxAge',
    local: gatewayPart,
    nameProperty: 'Name',
    ref: stableId(10),
    attributes: { ApiId: stableId(10), ApiEndpoint: ({ environment }) => environment.url },
  },
  'AWS::ApiGatewayV2::Route': {
    properties: 'ApiId RouteKey Target AuthorizationType AuthorizerId AuthorizationScopes OperationName',
    local: gatewayPart,
    ref: stableId(7),
    attributes: { RouteId: stableId(7) },
  },
  'AWS::ApiGatewayV2::Integration': {
    properties:
      'ApiId IntegrationType IntegrationUri IntegrationMethod PayloadFormatVersion TimeoutInMillis Description',
    local: gatewayPart,
    ref: stableId(7),
    attributes: { IntegrationId: stableId(7) },
  },
  'AWS::ApiGatewayV2::Authorizer': {
    properties: 'ApiId AuthorizerType IdentitySource JwtConfiguration.Issuer JwtConfiguration.Audience Name',
    local: gatewayPart,
    ref: stableId(6),
    attributes: { AuthorizerId: stableId(6) },
  },
  'AWS::ApiGatewayV2::Stage': {
    // Throttling and access logs are the service's own: one person on one machine needs neither.
    properties:
      'ApiId StageName AutoDeploy Description DefaultRouteSettings RouteSettings AccessLogSettings Tags',
    local: gatewayPart,
    ref: (named) => named.text('StageName'),
  },
  'AWS::Lambda::Function': {
    // What the role may do is not enforced here: the grants are tested on the template itself.
    properties:
      'FunctionName Description Code.S3Bucket Code.S3Key Handler Runtime Architectures MemorySize Timeout ' +
      'Environment.Variables ReservedConcurrentExecutions DeadLetterConfig.TargetArn Role TracingConfig LoggingConfig ' +
      'TenancyConfig.TenantIsolationMode EphemeralStorage Tags',
    local: { built: 'a pool of worker threads (local/functions)' },
    nameProperty: 'FunctionName',
    attributes: { Arn: arn('lambda', ({ name }) => `function:${name}`) },
  },
  'AWS::Lambda::Permission': {
    properties: 'Action FunctionName Principal SourceArn SourceAccount',
    local: { nothing: 'the local gateway and bus call only what their own template rows name' },
  },
  'AWS::Lambda::EventSourceMapping': {
    properties:
      'BatchSize BisectBatchOnFunctionError DestinationConfig.OnFailure.Destination Enabled EventSourceArn ' +
      'FilterCriteria.Filters.Pattern FunctionName FunctionResponseTypes MaximumBatchingWindowInSeconds ' +
      'MaximumRecordAgeInSeconds MaximumRetryAttempts MetricsConfig ParallelizationFactor StartingPosition Tags',
    local: { built: 'a reader of the engine’s stream (local/events)' },
    ref: stableId(32),
    attributes: { Id: stableId(32) },
  },
  'AWS::Lambda::EventInvokeConfig': {
    properties:
      'DestinationConfig.OnFailure.Destination DestinationConfig.OnSuccess.Destination FunctionName ' +
      'MaximumEventAgeInSeconds MaximumRetryAttempts Qualifier',
    local: { built: 'retries and destinations of asynchronous invocations (local/events)' },
  },
  'AWS::Cognito::UserPool': {
    // How people register and recover is Cognito's; the local provider signs in the users it is given.
    properties:
      'AccountRecoverySetting AdminCreateUserConfig AliasAttributes AutoVerifiedAttributes DeletionProtection ' +
      'EmailConfiguration EmailVerificationMessage EmailVerificationSubject EnabledMfas MfaConfiguration Policies ' +
      'Schema SmsVerificationMessage UserAttributeUpdateSettings UserPoolAddOns UserPoolName UserPoolTags ' +
      'UserPoolTier UsernameAttributes UsernameConfiguration VerificationMessageTemplate',
    local: { built: 'the users of the OIDC provider (local/identity)' },
    nameProperty: 'UserPoolName',
    ref: (named) => `${named.environment.region}_${stableId(9)(named)}`,
    attributes: {
      Arn: arn('cognito-idp', (named) => `userpool/${named.environment.region}_${stableId(9)(named)}`),
      UserPoolId: (named) => `${named.environment.region}_${stableId(9)(named)}`,
      ProviderName: (named) =>
        `cognito-idp.${named.environment.region}.amazonaws.com/${named.environment.region}_${stableId(9)(named)}`,
      ProviderURL: ({ environment }) => environment.issuer,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    properties:
      'AccessTokenValidity AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient AllowedOAuthScopes CallbackURLs ' +
      'ClientName DefaultRedirectURI EnableTokenRevocation ExplicitAuthFlows GenerateSecret IdTokenValidity ' +
      'LogoutURLs PreventUserExistenceErrors ReadAttributes RefreshTokenRotation RefreshTokenValidity ' +
      'SupportedIdentityProviders TokenValidityUnits UserPoolId WriteAttributes',
    local: { built: 'a client of the OIDC provider (local/identity)' },
    nameProperty: 'ClientName',
    ref: stableId(26),
    attributes: { ClientId: stableId(26), Name: ({ name }) => name },
  },
  'AWS::Cognito::UserPoolResourceServer': {
    properties: 'Identifier Name Scopes UserPoolId',
    local: { built: 'scopes of the OIDC provider (local/identity)' },
    ref: (named) => named.text('Identifier'),
  },
  'AWS::Cognito::UserPoolDomain': {
    properties: 'Domain ManagedLoginVersion UserPoolId',
    local: { nothing: 'sign-in pages are served under /oidc of the local address' },
    ref: (named) => named.text('Domain'),
  },
  'AWS::Cognito::ManagedLoginBranding': {
    properties: 'Assets ClientId ReturnMergedResources Settings UseCognitoProvidedValues UserPoolId',
    local: { nothing: 'sign-in pages of the local provider have their own look' },
  },
};
