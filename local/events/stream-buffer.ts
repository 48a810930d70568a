import type { StreamRecord } from './wiring.ts';

/** The largest event that Lambda gives to a function, in bytes of JSON. Source: Lambda quotas, 6 MB. */
const LARGEST_EVENT = 6 * 1024 * 1024;

export interface BatchLimits {
  readonly batchSize: number;
  /** How long records may wait for others, in milliseconds. */
  readonly batchingWindow: number;
}

/** Wanted records that wait for their batch. */
export interface RecordBuffer {
  readonly isEmpty: boolean;
  add(records: readonly StreamRecord[]): void;
  /** Whether a batch must go: it is full, has waited long enough, or nothing more will come. */
  isReady(nothingMoreComes: boolean): boolean;
  /** Takes the next batch: at most the batch size and 6 MB, at least one record. */
  take(): StreamRecord[];
}

/** Makes the buffer of one shard. */
export function createRecordBuffer({ batchSize, batchingWindow }: BatchLimits): RecordBuffer {
  let waiting: { readonly record: StreamRecord; readonly bytes: number }[] = [];
  let since = 0;
  return {
    get isEmpty() {
      return waiting.length === 0;
    },
    add(records) {
      if (waiting.length === 0) since = Date.now();
      for (const record of records)
        waiting.push({ record, bytes: Buffer.byteLength(JSON.stringify(record)) });
    },
    isReady(nothingMoreComes) {
      if (waiting.length === 0) return false;
      return waiting.length >= batchSize || nothingMoreComes || Date.now() - since >= batchingWindow;
    },
    take() {
      let bytes = 0;
      const end = waiting.findIndex((entry, index) => {
        bytes += entry.bytes;
        return index > 0 && (index >= batchSize || bytes > LARGEST_EVENT);
      });
      const batch = waiting.slice(0, end === -1 ? undefined : end).map(({ record }) => record);
      waiting = waiting.slice(batch.length);
      return batch;
    },
  };
}
