import { join } from 'node:path';
import { readLifecycle } from './storage/lifecycle.ts';
import { type BucketRules, type ObjectStore, startObjectStore } from './storage/object-store.ts';
import type { QueueDefinition } from './storage/queues.ts';
import type { CorsRule } from './storage/s3-cors.ts';
import type { LocalEnvironment } from './template/known-types.ts';
import type { Plan, Resource } from './template/plan.ts';

/** Properties of AWS::SQS::Queue that are attributes of the same name in the queue service. */
const QUEUE_ATTRIBUTES = ['MessageRetentionPeriod', 'VisibilityTimeout'];

/**
 * Starts the object store with the buckets and queues of the template.
 * @throws {Error} where a bucket has a rule that this machine does not know
 */
export function startBucketsAndQueues(
  plan: Plan,
  dataDir: string,
  { region }: LocalEnvironment,
  log: (line: string) => void,
): Promise<ObjectStore> {
  const buckets = plan.ofType('AWS::S3::Bucket');
  return startObjectStore({
    dataDir: join(dataDir, 'storage'),
    region,
    buckets: buckets.map(({ ref }) => ref),
    rules: Object.fromEntries(buckets.map((bucket) => [bucket.ref, readRules(bucket)])),
    queues: plan.ofType('AWS::SQS::Queue').map(readQueue),
    log,
  });
}

function readRules({ ref, properties }: Resource): BucketRules {
  const { CorsRules = [] } = (properties['CorsConfiguration'] ?? {}) as { readonly CorsRules?: CorsRule[] };
  return { cors: CorsRules, lifecycle: readLifecycle(ref, properties['LifecycleConfiguration']) };
}

function readQueue({ name, properties }: Resource): QueueDefinition {
  const attributes = QUEUE_ATTRIBUTES.filter((attribute) => properties[attribute] !== undefined);
  return {
    name,
    attributes: Object.fromEntries(attributes.map((attribute) => [attribute, String(properties[attribute])])),
  };
}
