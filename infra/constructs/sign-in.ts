import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { INVITATION_DAYS } from '../../shared/platform/invitation.ts';
import type { Config } from '../config.ts';
import { acknowledge } from './exceptions.ts';

/** Where the browser comes back to when nothing else is configured: the web client under development. */
const DEVELOPMENT_URL = 'http://localhost:8080';

/** The user pool, its sign-in pages, and a client for each kind of caller. */
export class SignIn extends Construct {
  readonly userPool: cognito.UserPool;
  readonly domain: cognito.UserPoolDomain;
  readonly webClient: cognito.UserPoolClient;
  /** There only when `kartoteka:machine-client` asks for it: Cognito charges for it by the month. */
  readonly machineClient: cognito.UserPoolClient | undefined;

  constructor(scope: Construct, config: Config) {
    super(scope, 'SignIn');
    this.userPool = createUserPool(this, config);
    this.domain = this.userPool.addDomain('Domain', {
      cognitoDomain: {
        domainPrefix: config['sign-in-prefix'] ?? `kartoteka-${config.stage}-${Aws.ACCOUNT_ID}`,
      },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.webClient = createWebClient(this.userPool, config['public-base-url'] ?? DEVELOPMENT_URL);
    this.machineClient = config['machine-client'] ? createMachineClient(this.userPool) : undefined;
    // Without a branding of its own a client's managed sign-in page does not open.
    new cognito.CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.userPool.userPoolId,
      clientId: this.webClient.userPoolClientId,
      useCognitoProvidedValues: true,
    });
  }
}

function createUserPool(scope: Construct, config: Config): cognito.UserPool {
  const userPool = new cognito.UserPool(scope, 'UserPool', {
    userPoolName: `kartoteka-${config.stage}`,
    featurePlan: cognito.FeaturePlan.ESSENTIALS,
    // Who may make an organisation has to be able to get a login; the address is confirmed by a code.
    selfSignUpEnabled: config['sign-up'] === 'open' && config['oidc-issuer'] === undefined,
    autoVerify: { email: true },
    signInAliases: { email: true },
    signInCaseSensitive: false,
    standardAttributes: { email: { required: true, mutable: true } },
    keepOriginal: { email: true },
    passwordPolicy: {
      minLength: 12,
      requireDigits: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(INVITATION_DAYS),
    },
    mfa: cognito.Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
    userInvitation: {
      emailSubject: 'Kartoteka: приглашение / your invitation',
      emailBody:
        'Вас пригласили в Картотеку. Имя для входа: {username}, временный пароль: {####}<br>' +
        'You have been invited to Kartoteka. Sign in as {username} with the temporary password {####}',
    },
    userVerification: {
      emailStyle: cognito.VerificationEmailStyle.CODE,
      emailSubject: 'Kartoteka: код подтверждения / verification code',
      emailBody: 'Код подтверждения / Verification code: {####}',
    },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  acknowledge(userPool, {
    'AwsSolutions-COG2':
      'A second factor is offered to everybody and left to the organisation: forcing it locks out teams that share a front desk.',
    'AwsSolutions-COG8':
      'The Plus plan costs by the user and month; Essentials has managed login and refuses leaked passwords on request.',
  });
  return userPool;
}

function createWebClient(userPool: cognito.UserPool, baseUrl: string): cognito.UserPoolClient {
  return userPool.addClient('WebClient', {
    // A program in a browser can keep no secret: PKCE proves it instead.
    generateSecret: false,
    authFlows: { userSrp: true },
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
      callbackUrls: [`${baseUrl}/`],
      logoutUrls: [`${baseUrl}/`],
    },
    supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    accessTokenValidity: Duration.hours(1),
    idTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.days(30),
  });
}

function createMachineClient(userPool: cognito.UserPool): cognito.UserPoolClient {
  const api = new cognito.ResourceServerScope({ scopeName: 'api', scopeDescription: 'Call the HTTP API' });
  const server = userPool.addResourceServer('Api', { identifier: 'kartoteka', scopes: [api] });
  return userPool.addClient('MachineClient', {
    generateSecret: true,
    authFlows: {},
    oAuth: {
      flows: { clientCredentials: true },
      scopes: [cognito.OAuthScope.resourceServer(server, api)],
    },
    accessTokenValidity: Duration.hours(1),
  });
}
