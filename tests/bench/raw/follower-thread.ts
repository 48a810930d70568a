/**
 * The inside of a follower: reads the stream as often as the local runtime does, and does what subscribers did. What it
 * leaves out is all that the product does besides asking the engine.
 */
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { play } from '../load/play.ts';
import { createHttpSender, createSdkSender } from '../load/senders.ts';
import { ENGINE_HEADERS, type Use } from '../load/use.ts';
import type { FollowerData, FollowerMessage, FollowerOrder } from './follower.ts';

/** The pauses between reads and the size of a page that `local/events/stream-poller.ts` and `stream-shard.ts` have. */
const PAUSE = { shortest: 100, longest: 250 };
const LARGEST_PAGE = 1_000;
/** As many subscribers at a time as the local runtime runs of one function (`local/events/durable-queue.ts`). */
const LANES = 8;
/** Longer than the longest pause: by then all readers have looked again and found nothing. */
const QUIET_MS = 600;

const { endpoint, table, client, readers } = workerData as FollowerData;
const sender = client === 'sdk' ? createSdkSender(endpoint) : createHttpSender(endpoint, ENGINE_HEADERS);
const reactions = new Map<string, Use[]>();
const waiting: Use[] = [];
let running = 0;
let active = performance.now();
let failure: unknown;

function tell(message: FollowerMessage): void {
  parentPort?.postMessage(message);
}

interface Page {
  readonly Records?: readonly {
    readonly eventName?: string;
    readonly dynamodb?: { readonly Keys?: { readonly sk?: { readonly S?: string } } };
  }[];
  readonly NextShardIterator?: string;
}

/** One request to the streams of the engine. */
function ask<Answer>(operation: string, body: object): Promise<Answer> {
  const headers = { ...ENGINE_HEADERS, 'x-amz-target': `DynamoDBStreams_20120810.${operation}` };
  return new Promise((resolve, reject) => {
    const sent = request(endpoint, { method: 'POST', headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (answer.statusCode === 200) resolve(JSON.parse(text) as Answer);
        else reject(new Error(`${operation} was answered with ${answer.statusCode}: ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

/** Iterators at the end of each shard that is still open. */
async function iterators(): Promise<string[]> {
  const { Streams = [] } = await ask<{ Streams?: { StreamArn: string }[] }>('ListStreams', {
    TableName: table,
  });
  const StreamArn = Streams.at(-1)?.StreamArn;
  if (StreamArn === undefined) throw new Error(`The table ${table} has no stream.`);
  interface Shard {
    readonly ShardId: string;
    readonly SequenceNumberRange: { readonly EndingSequenceNumber?: string };
  }
  const { StreamDescription } = await ask<{ StreamDescription: { Shards: Shard[] } }>('DescribeStream', {
    StreamArn,
  });
  const open = StreamDescription.Shards.filter(
    ({ SequenceNumberRange: range }) => range.EndingSequenceNumber === undefined,
  );
  const answers = open.map(({ ShardId }) =>
    ask<{ ShardIterator: string }>('GetShardIterator', { StreamArn, ShardId, ShardIteratorType: 'LATEST' }),
  );
  return (await Promise.all(answers)).map(({ ShardIterator }) => ShardIterator);
}

/** Reads one shard; only one of the readers reacts, the others read as consumers that want none of it. */
async function follow(first: string, reacts: boolean): Promise<void> {
  let iterator = first;
  let rest = PAUSE.shortest;
  for (;;) {
    const page: Page = await ask('GetRecords', { ShardIterator: iterator, Limit: LARGEST_PAGE });
    const records = page.Records ?? [];
    if (page.NextShardIterator === undefined)
      throw new Error('The shard was closed in the midst of the run.');
    iterator = page.NextShardIterator;
    if (records.length > 0) active = performance.now();
    if (reacts) for (const { dynamodb } of records) react(dynamodb?.Keys?.sk?.S ?? '');
    if (records.length >= LARGEST_PAGE) continue;
    rest = records.length > 0 ? PAUSE.shortest : Math.min(rest * 2, PAUSE.longest);
    await pause(rest);
  }
}

function react(event: string): void {
  waiting.push(...(reactions.get(event) ?? []));
  reactions.delete(event);
  while (running < LANES && waiting.length > 0) void runNext();
}

async function runNext(): Promise<void> {
  const use = waiting.shift();
  if (use === undefined) return;
  running += 1;
  try {
    await play([use], 1, sender);
  } catch (error) {
    failure ??= error;
  }
  running -= 1;
  active = performance.now();
  void runNext();
}

async function settle(): Promise<void> {
  while (failure === undefined && (running > 0 || performance.now() - active < QUIET_MS)) await pause(20);
  if (failure === undefined && reactions.size > 0)
    throw new Error(`${reactions.size} events never came by the stream.`);
  if (failure !== undefined) throw failure;
}

const failed = (error: unknown): void =>
  tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });

parentPort?.on('message', (order: FollowerOrder) => {
  if (order.kind === 'settle') {
    active = performance.now();
    settle().then(() => tell({ kind: 'settled' }), failed);
    return;
  }
  for (const { event, use } of order.reactions) {
    reactions.set(event, [...(reactions.get(event) ?? []), use]);
  }
});

try {
  const shards = await iterators();
  for (let reader = 0; reader < readers; reader += 1) {
    for (const shard of shards) {
      follow(shard, reader === 0).catch((error: unknown) => {
        failure ??= error;
      });
    }
  }
  tell({ kind: 'ready' });
} catch (error) {
  failed(error);
}
