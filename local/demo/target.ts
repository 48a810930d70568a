import type { DatabaseSync } from 'node:sqlite';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTable, type Table } from '../../functions/runtime/table/table.ts';
import type { Stack } from '../stack.ts';

/** What the demo is written to. */
export interface Target {
  readonly table: Table;
  readonly userPool: CognitoIdentityProviderClient;
  readonly userPoolId: string;
  /** The `iss` of the tokens that demo users sign in with. */
  readonly issuer: string;
  readonly state: DatabaseSync;
  /** Runs the provision task. */
  provision(payload: unknown): Promise<void>;
}

/** The engine and the endpoints look at the form of a signature only. */
const LOCAL = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

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
