import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLE } from '../../shared/table.ts';
import { acknowledge } from './exceptions.ts';

/**
 * The one table, as `shared/table.ts` defines it. A plain regional table, not a global one: where
 * personal data lie is the operator's promise, and a replica must never be one property away.
 */
export function createTable(scope: Construct): Table {
  const text = (name: string) => ({ name, type: AttributeType.STRING });
  const table = new Table(scope, 'Table', {
    partitionKey: text(TABLE.partitionKey),
    sortKey: text(TABLE.sortKey),
    timeToLiveAttribute: TABLE.timeToLive,
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  acknowledge(table, {
    'cfn-guard::dynamodb_table_encrypted_kms_check':
      'Encrypted at rest by the key DynamoDB owns; with a KMS key every request of every function would be charged twice.',
  });
  for (const [indexName, index] of Object.entries(TABLE.indexes)) {
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: text(index.partitionKey),
      sortKey: text(index.sortKey),
      projectionType: ProjectionType.ALL,
    });
  }
  return table;
}
