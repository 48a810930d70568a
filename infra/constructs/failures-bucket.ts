import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './exceptions.ts';

/** Days a failed record waits to be looked at; it may hold personal data, so not for ever. */
const KEPT_DAYS = 30;

/** Where a stream consumer's failed records wait: the stream itself forgets them after a day. */
export function createFailuresBucket(scope: Construct, id: string): Bucket {
  const bucket = new Bucket(scope, id, {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    lifecycleRules: [
      {
        id: 'forget',
        expiration: Duration.days(KEPT_DAYS),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const noAccessLog =
    'Only Lambda writes and only the replay reads here, a few objects a year; access logs would tell nothing new.';
  const noCopies = 'What was replayed or has expired must be gone: records may hold personal data.';
  acknowledge(bucket, {
    'AwsSolutions-S1': noAccessLog,
    'cfn-guard::s3_bucket_logging_enabled_check': noAccessLog,
    'cfn-guard::s3_bucket_versioning_enabled_check': noCopies,
    'cfn-guard::s3_bucket_object_lock_enabled_check': noCopies,
    'cfn-guard::s3_bucket_default_encryption_kms_check':
      "Encrypted at rest by S3's own key; a customer key costs money while idle.",
    'cfn-guard::s3_event_notifications_enabled_check':
      'The alarm on the stream says what the business loses; a notification for each object would only repeat it.',
  });
  return bucket;
}
