import { createHash } from 'node:crypto';
import { DescribeStreamCommand, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { exponentialBackoff } from './backoff.ts';
import type { BatchDependencies, GivenUp } from './stream-batch.ts';
import { type Checkpoints, openCheckpoints } from './stream-checkpoints.ts';
import { type MappingConfig, readMapping } from './stream-config.ts';
import { sendFailure } from './stream-failures.ts';
import { pollShard } from './stream-poller.ts';
import { toStreamRecord } from './stream-records.ts';
import { createShardReader } from './stream-shard.ts';
import { followShards, type KnownShard } from './stream-shards.ts';
import { createWaiting, type Waiting } from './stream-waiting.ts';
import type { Log, StreamMapping, StreamMappingOptions, StreamRecord } from './wiring.ts';

/** Pause before a retry of a failed batch: up to 100 ms, doubled each time, 10 s at most. */
const DEFAULT_BACKOFF = exponentialBackoff(100, 10_000);

/**
 * Reads a table's stream and gives its records to a function as Lambda does, each at least once and in order per shard;
 * what was read is remembered on disk, so a restart or a `kill -9` goes on where it stopped.
 *
 * The engine keeps stream records on disk with their items (see `stream-retention.ts`), so no scan is needed to find
 * what was written while nobody read.
 * @throws {Error} where the mapping has a property that is not modelled, naming it
 */
export function createStreamMapping(options: StreamMappingOptions): StreamMapping {
  const config = readMapping(`AWS::Lambda::EventSourceMapping ${options.logicalId}`, options.properties);
  const log = options.log ?? (() => undefined);
  const checkpoints = openCheckpoints(options.state, options.logicalId, options.streamArn);
  const waiting = createWaiting();
  const client = new DynamoDBStreamsClient({
    endpoint: options.dynamodbEndpoint,
    region: options.region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // The follower of the shards tries again itself, and more patiently.
    maxAttempts: 1,
  });
  let skipsExisting = config.startingPosition === 'LATEST' && checkpoints.isNew;
  let following: Promise<void> | undefined;

  async function list(): Promise<KnownShard[]> {
    const shards = await listShards(client, options.streamArn);
    if (skipsExisting) {
      for (const { id } of shards) await skipExisting(client, options.streamArn, id, checkpoints);
      skipsExisting = false;
    }
    return shards;
  }

  const batch = createBatchDependencies(options, config, waiting, log);
  const poll = (shardId: string): Promise<boolean> =>
    pollShard({
      shardId,
      reader: createShardReader(client, options.streamArn, shardId),
      checkpoints,
      waiting,
      dress: (record) =>
        toStreamRecord(record, {
          region: options.region,
          eventSourceArn: config.eventSourceArn,
          isExpired: options.isExpired ?? (() => false),
        }),
      batch: batch(shardId),
    });
  const isDone = (shardId: string): boolean => checkpoints.read(shardId)?.done === true;

  return {
    start() {
      if (config.enabled) following ??= followShards({ list, isDone, poll, waiting, log });
    },
    wake: waiting.wake,
    async stop() {
      waiting.stop();
      await following;
      client.destroy();
    },
  };
}

function createBatchDependencies(
  { functions, destinations, region, logicalId, backoff = DEFAULT_BACKOFF }: StreamMappingOptions,
  config: MappingConfig,
  waiting: Waiting,
  log: Log,
): (shardId: string) => Omit<BatchDependencies, 'done'> {
  const startedAt = Date.now();
  const { onFailure: target, eventSourceArn } = config;
  const functionArn = functionArnOf(config.functionName, region, eventSourceArn);

  async function giveUp(lost: GivenUp, shardId: string): Promise<void> {
    const from = lost.records.at(0)?.dynamodb.SequenceNumber;
    log({
      message: 'Stream records were given up',
      functionArn,
      shardId,
      from,
      count: lost.records.length,
      ...lost.result,
    });
    if (target === undefined) return;
    const sender = {
      destinations,
      target,
      mappingId: uuidOf(logicalId),
      shardId,
      functionArn,
      eventSourceArn,
    };
    await sendFailure(lost, sender);
  }

  return (shardId) => ({
    config,
    functions,
    log,
    giveUp: (lost) => giveUp(lost, shardId),
    pause: (attempt) => waiting.pause(backoff(attempt)),
    // The service is never switched off: time before this start, when nobody could read, makes no record too old.
    ageOf: ({ dynamodb }: StreamRecord) =>
      Date.now() - Math.max(dynamodb.ApproximateCreationDateTime * 1_000, startedAt),
  });
}

async function listShards(client: DynamoDBStreamsClient, streamArn: string): Promise<KnownShard[]> {
  const shards: KnownShard[] = [];
  let last: string | undefined;
  do {
    const page = await client.send(
      new DescribeStreamCommand({
        StreamArn: streamArn,
        ...(last !== undefined && { ExclusiveStartShardId: last }),
      }),
    );
    for (const { ShardId, ParentShardId } of page.StreamDescription?.Shards ?? []) {
      if (ShardId !== undefined) shards.push({ id: ShardId, parentId: ParentShardId });
    }
    last = page.StreamDescription?.LastEvaluatedShardId;
  } while (last !== undefined);
  return shards;
}

/** `LATEST`: what a shard holds at the very first start is none of the mapping's business. */
async function skipExisting(
  client: DynamoDBStreamsClient,
  streamArn: string,
  shardId: string,
  checkpoints: Checkpoints,
): Promise<void> {
  const reader = createShardReader(client, streamArn, shardId);
  let [sequenceNumber, eventId] = ['', ''];
  let iterator = await reader.iteratorAfter(undefined);
  while (iterator !== undefined) {
    const page = await reader.read(iterator);
    const last = page.records.at(-1);
    if (last === undefined) break;
    sequenceNumber = last.dynamodb?.SequenceNumber ?? '';
    eventId = last.eventID ?? '';
    iterator = page.next;
  }
  checkpoints.write(shardId, { sequenceNumber, eventId, done: iterator === undefined });
}

function functionArnOf(name: string, region: string, eventSourceArn: string): string {
  const account = eventSourceArn.split(':')[4] ?? '';
  return name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** A UUID that a name always gets. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
