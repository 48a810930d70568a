import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Credentials, LOCAL_CREDENTIALS } from '../credentials.ts';
import { type Destinations, UnknownDestinationError } from '../events/wiring.ts';
import { listenOnLoopback } from '../gateway/listen.ts';
import { openState } from '../state.ts';
import { applyLifecycle, type LifecycleRule } from './lifecycle.ts';
import { type Objects, openObjects, sweepFiles } from './objects.ts';
import { type QueueDefinition, type QueuedMessage, startQueues } from './queues.ts';
import { receiveFile } from './received-file.ts';
import type { CorsRule } from './s3-cors.ts';
import { createS3Server } from './s3-server.ts';
import { openUploads } from './uploads.ts';

/** What a bucket of the template does by itself. */
export interface BucketRules {
  readonly cors?: readonly CorsRule[];
  readonly lifecycle?: readonly LifecycleRule[];
}

export interface ObjectStoreOptions {
  readonly dataDir: string;
  readonly region: string;
  /** Physical names of the buckets. */
  readonly buckets: readonly string[];
  /** By the name of the bucket; one without is private to this machine and keeps everything. */
  readonly rules?: Readonly<Record<string, BucketRules>>;
  readonly queues: readonly QueueDefinition[];
  /** What requests are signed with; by default what the functions of this machine have. */
  readonly credentials?: Credentials;
  /** TCP port of S3 on 127.0.0.1; any free one by default. */
  readonly port?: number;
  readonly log?: (line: string) => void;
}

/** S3 and SQS of the local stack. */
export interface ObjectStore extends Destinations {
  /** Base URL for SDK clients of S3 and in presigned addresses, e.g. `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  /** Base URL for SDK clients of SQS. */
  readonly queueEndpoint: string;
  /** URL of a queue by its name. */
  queueUrl(queueName: string): string;
  /** Every message of a queue, without receiving it: waiting, delayed and in flight. */
  messages(queueName: string): readonly QueuedMessage[];
  stop(): Promise<void>;
}

const LIFECYCLE_INTERVAL_MS = 60 * 60_000;

/**
 * Starts S3 and SQS on 127.0.0.1 with the template's buckets and queues. Each write is committed before it is answered,
 * so data survive a restart and a `kill -9`.
 * @throws {Error} where the port is taken
 */
export async function startObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  const { dataDir, region, rules = {}, credentials = LOCAL_CREDENTIALS, log = () => undefined } = options;
  const buckets = new Map(options.buckets.map((name) => [name, rules[name]?.cors ?? []] as const));
  const queues = await startQueues({ dataDir, region, queues: options.queues });
  const state = openState(join(dataDir, 'objects'));
  try {
    const objects = await openObjects(state, join(dataDir, 'objects', 'files'));
    const uploads = openUploads(state, objects);
    await sweepFiles(state, objects.folder);
    const expire = async (): Promise<void> => {
      for (const name of options.buckets) {
        await applyLifecycle(name, rules[name]?.lifecycle ?? [], { objects, uploads }, new Date());
      }
    };
    await expire();
    const timer = setInterval(() => {
      expire().catch((error: unknown) => log(`Old objects were not deleted: ${String(error)}`));
    }, LIFECYCLE_INTERVAL_MS).unref();
    const server = createS3Server({ objects, uploads, buckets, region, credentials });
    const listening = await listenOnLoopback(options.port ?? 0, server);
    return {
      endpoint: `http://127.0.0.1:${listening.port}`,
      queueEndpoint: queues.endpoint,
      queueUrl: queues.queueUrl,
      messages: queues.messages,
      putObject: (bucket, key, body) => putObject(objects, buckets, bucket, key, body),
      sendMessage: queues.sendMessage,
      stop: async () => {
        clearInterval(timer);
        await Promise.all([listening.stop(), queues.stop()]);
        state.close();
      },
    };
  } catch (error) {
    await queues.stop();
    state.close();
    throw error;
  }
}

async function putObject(
  objects: Objects,
  buckets: ReadonlyMap<string, unknown>,
  bucket: string,
  key: string,
  body: string,
): Promise<void> {
  if (!buckets.has(bucket)) throw new UnknownDestinationError(`Bucket '${bucket}' not found`);
  const file = await receiveFile(Readable.from([Buffer.from(body)]), objects.folder);
  const etag = `"${file.md5}"`;
  await objects.put(bucket, { key, etag, contentType: 'application/json', checksums: {} }, file);
}
