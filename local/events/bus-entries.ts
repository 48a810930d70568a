import { randomUUID } from 'node:crypto';
import { EventsApiError, type PutEventsEntry, type PutEventsResultEntry } from './wiring.ts';

/** An event as EventBridge gives it to a target. Source: EventBridge user guide, "Event structure". */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** RFC 3339, UTC, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** Source: EventBridge API reference, PutEvents. */
const MAXIMUM_ENTRIES = 10;
/** 1 MB for all entries together; 256 KB until January 2026. Source: EventBridge API reference, PutEvents. */
const MAXIMUM_BYTES = 1024 * 1024;

/**
 * Checks what the service refuses as a whole.
 * @throws {EventsApiError} ValidationException
 */
export function checkRequest(entries: unknown): asserts entries is readonly PutEventsEntry[] {
  const refuse = (message: string): EventsApiError => new EventsApiError('ValidationException', message);
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > MAXIMUM_ENTRIES) {
    const value = Array.isArray(entries) ? `${entries.length} entries` : 'no list';
    throw refuse(
      `1 validation error detected: Value '${value}' at 'entries' failed to satisfy constraint: ` +
        `Member must have length between 1 and ${MAXIMUM_ENTRIES}`,
    );
  }
  for (const [index, entry] of entries.entries()) {
    if (typeof entry !== 'object' || entry === null) throw refuse(`Entry ${index + 1} is not an object`);
  }
  const bytes = entries.reduce((sum: number, entry: PutEventsEntry) => sum + entryBytes(entry), 0);
  if (bytes >= MAXIMUM_BYTES) throw refuse('Total size of the entries in the request is over the limit.');
}

/** Source: EventBridge user guide, "Calculating event entry size". */
function entryBytes(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  return texts.reduce(
    (sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0),
    entry.Time === undefined ? 0 : 14,
  );
}

/** Makes the event of one entry, or says why the service does not take that entry. */
export function readEntry(
  entry: PutEventsEntry,
  place: { readonly account: string; readonly region: string },
): BusEvent | Extract<PutEventsResultEntry, { ErrorCode: string }> {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (typeof entry[name] !== 'string' || entry[name] === '') {
      return invalid(`Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
    }
  }
  const { Source = '', DetailType = '', Detail = '', Resources = [] } = entry;
  if (Source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parseObject(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const time = entry.Time === undefined ? new Date() : timeOf(entry.Time);
  if (Number.isNaN(time.getTime())) return invalid('Parameter Time is not valid.');
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType,
    source: Source,
    account: place.account,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: place.region,
    resources: Resources,
    detail,
  };
}

function invalid(message: string): { ErrorCode: string; ErrorMessage: string } {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: message };
}

function timeOf(value: number | string): Date {
  return new Date(typeof value === 'number' ? value * 1_000 : value);
}

function parseObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
