import { join } from 'node:path';
import { type ObjectStore, type QueueDefinition, startObjectStore } from './storage/object-store.ts';
import type { LocalEnvironment } from './template/known-types.ts';
import type { Plan, Resource } from './template/plan.ts';

/** Properties of AWS::SQS::Queue that are attributes of the same name in the queue service. */
const QUEUE_ATTRIBUTES = ['MessageRetentionPeriod', 'VisibilityTimeout'];

/** Starts the object store with the buckets and queues of the template. */
export function startBucketsAndQueues(
  plan: Plan,
  dataDir: string,
  { region }: LocalEnvironment,
): Promise<ObjectStore> {
  return startObjectStore({
    dataDir: join(dataDir, 'storage'),
    region,
    buckets: plan.ofType('AWS::S3::Bucket').map(({ ref }) => ref),
    queues: plan.ofType('AWS::SQS::Queue').map(readQueue),
  });
}

function readQueue({ name, properties }: Resource): QueueDefinition {
  const attributes = QUEUE_ATTRIBUTES.filter((attribute) => properties[attribute] !== undefined);
  return {
    name,
    attributes: Object.fromEntries(attributes.map((attribute) => [attribute, String(properties[attribute])])),
  };
}
