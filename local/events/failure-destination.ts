import { randomUUID } from 'node:crypto';
import type { Destinations } from './wiring.ts';

/** Where a record of a failed (or successful) invocation goes. */
export type DestinationTarget =
  | { readonly kind: 'queue'; readonly arn: string }
  | { readonly kind: 'bucket'; readonly bucket: string };

/**
 * Reads the ARN of a destination.
 * @throws {Error} where the local runtime has no such destination, naming it
 */
export function destinationOf(arn: string, where: string): DestinationTarget {
  const [, , service, , , resource = ''] = arn.split(':');
  if (service === 'sqs') return { kind: 'queue', arn };
  if (service === 's3') return { kind: 'bucket', bucket: resource };
  throw new Error(`${where}: the local runtime has no destination such as ${arn}, only queues and buckets`);
}

/** What is told about an invocation. */
export interface DestinationRecord {
  readonly metadata: Readonly<Record<string, unknown>>;
  /** First part of an object's key. */
  readonly prefix: string;
  /** The event, for a bucket only; left out where the metadata hold it. */
  readonly payload?: unknown;
}

/**
 * Sends one record: to a queue the metadata only, to a bucket also the event as escaped JSON text, under
 * `<prefix>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>` (UTC).
 * Source: Lambda developer guide, "Retain discarded records for a DynamoDB event source".
 * @throws {UnknownDestinationError} where the stack has no such queue or bucket
 */
export async function sendRecord(
  destinations: Destinations,
  target: DestinationTarget,
  { metadata, prefix, payload }: DestinationRecord,
): Promise<void> {
  if (target.kind === 'queue') {
    await destinations.sendMessage(target.arn, JSON.stringify(metadata));
    return;
  }
  const now = new Date().toISOString();
  const [day, time] = [now.slice(0, 10), now.slice(11, 19)];
  const key = `${prefix}/${day.replaceAll('-', '/')}/${day}T${time.replaceAll(':', '.')}-${randomUUID()}`;
  const body = payload === undefined ? metadata : { ...metadata, payload: JSON.stringify(payload) };
  await destinations.putObject(target.bucket, key, JSON.stringify(body));
}
