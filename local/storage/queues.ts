import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { UnknownDestinationError } from '../events/wiring.ts';
import { onLoopback } from './loopback.ts';

/** A queue of the template; attributes as SQS names them, e.g. `MessageRetentionPeriod`. */
export interface QueueDefinition {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface QueuesOptions {
  /** Folder of the emulator's SQLite file. */
  readonly dataDir: string;
  readonly region: string;
  readonly queues: readonly QueueDefinition[];
}

/** A message that lies in a queue. */
export interface QueuedMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** SQS of the local stack. */
export interface Queues {
  /** Base URL for SDK clients, e.g. `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  /** URL of a queue by its name. */
  queueUrl(queueName: string): string;
  sendMessage(queueArn: string, body: string, attributes?: Readonly<Record<string, string>>): Promise<void>;
  /** Every message of a queue, without receiving it: waiting, delayed and in flight. */
  messages(queueName: string): readonly QueuedMessage[];
  stop(): Promise<void>;
}

/**
 * Starts the emulator of SQS on 127.0.0.1 with the template's queues. Each write is committed to SQLite before it is
 * answered, so data survive a restart and a `kill -9`. ChangeMessageVisibility to 0 fails in fauxqs 2.4.1 with data on
 * disk (it breaks a constraint of its own table); a timeout that ends does not.
 */
export async function startQueues(options: QueuesOptions): Promise<Queues> {
  // Every option is given, because what is left out the emulator takes from environment variables.
  const server = await onLoopback(() =>
    startFauxqs({
      dataDir: options.dataDir,
      port: 0,
      host: 'localhost',
      logger: false,
      defaultRegion: options.region,
      init: {
        region: options.region,
        queues: options.queues.map(({ name, attributes }) => ({ name, attributes: { ...attributes } })),
      },
    }),
  );
  const endpoint = `http://127.0.0.1:${server.port}`;
  try {
    for (const queue of options.queues) await applyAttributes(endpoint, queue);
  } catch (cause) {
    await server.stop();
    throw cause;
  }
  return {
    endpoint,
    queueUrl: (queueName) => `${endpoint}/000000000000/${queueName}`,
    sendMessage: async (queueArn, body, attributes) => sendMessage(server, queueArn, body, attributes ?? {}),
    messages: (queueName) => messagesOf(server, queueName),
    stop: () => server.stop(),
  };
}

/** A queue kept from an earlier start has its old attributes: the template's are set anew. */
async function applyAttributes(endpoint: string, queue: QueueDefinition): Promise<void> {
  if (queue.attributes === undefined || Object.keys(queue.attributes).length === 0) return;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SetQueueAttributes' },
    body: JSON.stringify({
      QueueUrl: `${endpoint}/000000000000/${queue.name}`,
      Attributes: queue.attributes,
    }),
  });
  if (!response.ok) throw new Error(`Queue ${queue.name} was refused: ${await response.text()}`);
}

function sendMessage(
  server: FauxqsServer,
  queueArn: string,
  body: string,
  attributes: Readonly<Record<string, string>>,
): void {
  const messageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
  const name = nameInArn(queueArn);
  if (server.inspectQueue(name) === undefined) throw new UnknownDestinationError(`Queue '${name}' not found`);
  server.sendMessage(name, body, { messageAttributes });
}

function messagesOf(server: FauxqsServer, queueName: string): QueuedMessage[] {
  const queue = server.inspectQueue(queueName);
  if (queue === undefined) throw new UnknownDestinationError(`Queue '${queueName}' not found`);
  const { ready, delayed, inflight } = queue.messages;
  return [...ready, ...delayed, ...inflight.map((entry) => entry.message)].map((message) => ({
    body: message.body,
    attributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, value]) => [name, value.StringValue ?? '']),
    ),
  }));
}

function nameInArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
