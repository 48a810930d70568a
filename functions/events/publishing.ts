import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { contractOf } from '../../events/catalogue.ts';
import { type Envelope, envelopeSchema } from '../../events/event.ts';

/** Most entries of one PutEvents request, by AWS's limit. */
const MAX_ENTRIES = 10;

/** Largest PutEvents request, in bytes, by AWS's limit of 256 KB with room for the fields around the detail. */
const MAX_BYTES = 240_000;

export const EVENT_SOURCE = 'kartoteka';

/**
 * An event item's data as the contract knows it.
 *
 * @throws Error saying what is wrong: such an event must not reach subscribers
 */
export function validEnvelope(data: unknown): Envelope {
  const envelope = envelopeSchema.parse(data);
  const contract = contractOf(envelope.type);
  if (!contract) throw new Error(`There is no contract for events of type ${envelope.type}.`);
  return { ...envelope, data: contract.data.parse(envelope.data) };
}

export interface PublisherDependencies {
  readonly client: EventBridgeClient;
  readonly busName: string;
}

/** Publishes envelopes and tells the ids of those that the bus did not take. */
export type Publish = (envelopes: readonly Envelope[]) => Promise<ReadonlySet<string>>;

/** A publisher on an EventBridge bus, in requests as large as the service takes. */
export function createPublisher({ client, busName }: PublisherDependencies): Publish {
  const publishChunk = async (envelopes: readonly Envelope[]): Promise<string[]> => {
    const answer = await client.send(
      new PutEventsCommand({ Entries: envelopes.map((one) => entryOf(one, busName)) }),
    );
    if (!answer.FailedEntryCount) return [];
    return envelopes
      .filter((_, index) => answer.Entries?.[index]?.ErrorCode !== undefined)
      .map(({ id }) => id);
  };
  return async (envelopes) => {
    const failed: string[] = [];
    for (const chunk of chunksOf(envelopes)) failed.push(...(await publishChunk(chunk)));
    return new Set(failed);
  };
}

const entryOf = (envelope: Envelope, busName: string): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: EVENT_SOURCE,
  DetailType: envelope.type,
  Time: new Date(envelope.occurredAt),
  Detail: JSON.stringify(envelope),
});

function* chunksOf(envelopes: readonly Envelope[]): Generator<Envelope[]> {
  let chunk: Envelope[] = [];
  let bytes = 0;
  for (const envelope of envelopes) {
    const size = Buffer.byteLength(JSON.stringify(envelope));
    if (chunk.length === MAX_ENTRIES || (chunk.length > 0 && bytes + size > MAX_BYTES)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(envelope);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
