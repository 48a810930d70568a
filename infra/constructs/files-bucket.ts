import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './exceptions.ts';

/** Days that what is sent for a document may wait to be completed: an announcement lives for one. */
const INCOMING_KEPT_DAYS = 2;

/** Days the file of an export is kept. */
const EXPORTS_KEPT_DAYS = 7;

/** Days the list of an export's rows may lie: it is removed with the export's end, and by the bucket where a worker was killed. */
const LISTS_KEPT_DAYS = 1;

/** Days the files of an import, and what it refused, are kept. */
const IMPORTS_KEPT_DAYS = 30;

/**
 * Files of the tenants' own: documents of cards, and lists on their way in. Nobody reaches it but by the functions' roles, and by
 * addresses that a function signed for minutes.
 *
 * @param origins Where the web client is served from: browsers send files straight to the bucket.
 */
export function createFilesBucket(scope: Construct, id: string, origins: readonly string[]): Bucket {
  const bucket = new Bucket(scope, id, {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    cors:
      origins.length === 0
        ? []
        : [
            {
              allowedMethods: [HttpMethods.PUT, HttpMethods.GET, HttpMethods.HEAD],
              allowedOrigins: [...origins],
              allowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
              exposedHeaders: ['etag'],
              maxAge: 3600,
            },
          ],
    lifecycleRules: [
      { id: 'unfinished', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      { id: 'incoming', prefix: 'documents/incoming/', expiration: Duration.days(INCOMING_KEPT_DAYS) },
      { id: 'exports', prefix: 'exports/', expiration: Duration.days(EXPORTS_KEPT_DAYS) },
      { id: 'lists', prefix: 'lists/', expiration: Duration.days(LISTS_KEPT_DAYS) },
      { id: 'imports', prefix: 'imports/', expiration: Duration.days(IMPORTS_KEPT_DAYS) },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const noCopies = 'What is removed with its card must be gone: an old version would keep personal data.';
  const noAccessLog =
    'Each address is signed by a function that logs for whom; a log of every request would cost more than it tells.';
  acknowledge(bucket, {
    'AwsSolutions-S1': noAccessLog,
    'cfn-guard::s3_bucket_logging_enabled_check': noAccessLog,
    'cfn-guard::s3_bucket_versioning_enabled_check': noCopies,
    'cfn-guard::s3_bucket_object_lock_enabled_check': noCopies,
    'cfn-guard::s3_bucket_default_encryption_kms_check':
      "Encrypted at rest by S3's own key; a customer key costs money while idle.",
    'cfn-guard::s3_event_notifications_enabled_check':
      'Whoever sent a file says so through the API, where it is checked; a notification would only repeat it.',
  });
  return bucket;
}
