import type { DatabaseSync } from 'node:sqlite';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createFiles, type Files } from '../../functions/runtime/files/files.ts';
import { createTable, type Table } from '../../functions/runtime/table/table.ts';
import { LOCAL_CREDENTIALS } from '../credentials.ts';
import type { Stack } from '../stack.ts';

/** What the demo is written to. */
export interface Target {
  readonly table: Table;
  /** The bucket of documents. */
  readonly files: Files;
  readonly userPool: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  /** The `iss` of the tokens that demo users sign in with. */
  readonly issuer: string;
  readonly state: DatabaseSync;
  /** Runs the provision task. */
  provision(payload: unknown): Promise<void>;
}

const LOCAL = { region: 'eu-central-1', credentials: LOCAL_CREDENTIALS };

/** The running stack as a target; `close` ends the connections. */
export function targetOf(stack: Stack): Target & { close(): void } {
  const database = new DynamoDBClient({ ...LOCAL, endpoint: stack.endpoints.dynamodb });
  const client = DynamoDBDocumentClient.from(database, { marshallOptions: { removeUndefinedValues: true } });
  const userPool = new CognitoIdentityProviderClient({
    ...LOCAL,
    endpoint: stack.endpoints.cognitoIdentityProvider,
  });
  const [pool] = stack.plan.ofType('AWS::Cognito::UserPool');
  return {
    table: createTable({ client, name: stack.tableName }),
    files: createFiles({ ...LOCAL, bucket: bucketOf(stack), endpoint: stack.endpoints.s3 }),
    userPool,
    userPoolId: pool?.ref ?? '',
    issuer: stack.issuer,
    state: stack.state,
    provision: async (payload) => {
      const result = await stack.invoke('provision', payload);
      if (!result.ok) throw new Error(`The provision task failed: ${result.error.errorMessage}`);
    },
    close: () => {
      database.destroy();
      userPool.destroy();
    },
  };
}

/** The bucket whose name the functions of documents are given. */
function bucketOf({ plan }: Stack): string {
  for (const { properties } of plan.ofType('AWS::Lambda::Function')) {
    const { Variables } = (properties['Environment'] ?? {}) as {
      readonly Variables?: Record<string, string>;
    };
    const name = Variables?.['FILES_BUCKET_NAME'];
    if (name !== undefined) return name;
  }
  throw new Error('No function of the template is told the bucket of files.');
}
