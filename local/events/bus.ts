import type { DatabaseSync } from 'node:sqlite';
import { exponentialBackoff } from './backoff.ts';
import { createBusArchives } from './bus-archives.ts';
import { createDeliveries } from './bus-deliveries.ts';
import { type BusEvent, checkRequest, readEntry } from './bus-entries.ts';
import { busNameOf, readArchive, readRule } from './bus-rules.ts';
import type { EventBus, EventBusOptions, PutEventsEntry, PutEventsResultEntry } from './wiring.ts';

/** Pause before a retry of a delivery: up to 0.5 s, doubled each time, 5 minutes at most. */
const DEFAULT_BACKOFF = exponentialBackoff(500, 300_000);

/**
 * The event buses of the stack. An event that is answered as accepted is on disk, with one delivery per target of each
 * matching rule, in one transaction; it is delivered at least once, over any restart or `kill -9`.
 * @throws {Error} where a rule or an archive uses what the local runtime does not model, naming it
 */
export function createEventBus(options: EventBusOptions): EventBus {
  const { state, account, region } = options;
  const buses = new Set(['default', ...options.buses]);
  const rules = options.rules.map(readRule).filter((rule) => rule !== undefined);
  const archives = createBusArchives(state, options.archives.map(readArchive));
  const deliveries = createDeliveries({
    state,
    invocations: options.invocations,
    destinations: options.destinations,
    backoff: options.backoff ?? DEFAULT_BACKOFF,
    log: options.log ?? (() => undefined),
  });
  const unknown = [...rules, ...archives.all].find(({ bus }) => !buses.has(bus));
  if (unknown !== undefined) throw new Error(`No event bus ${unknown.bus} in the stack`);

  function accept(event: BusEvent, bus: string): void {
    archives.keep(event, bus);
    for (const rule of rules) {
      if (rule.bus !== bus || !rule.matches(event)) continue;
      for (const target of rule.targets) deliveries.add(event, rule, target);
    }
  }

  function put(entry: PutEventsEntry): PutEventsResultEntry {
    const bus = busNameOf(entry.EventBusName ?? 'default');
    if (!buses.has(bus)) {
      // The service takes such an event and drops it; on a machine of one's own that would only hide a mistake.
      return { ErrorCode: 'InvalidArgument', ErrorMessage: `Event bus ${bus} does not exist.` };
    }
    const event = readEntry(entry, { account, region });
    if ('ErrorCode' in event) return event;
    accept(event, bus);
    return { EventId: event.id };
  }

  return {
    putEvents(entries) {
      checkRequest(entries);
      const results = inTransaction(state, () => entries.map(put));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
    archived: archives.read,
    start() {
      archives.expire();
      deliveries.start();
    },
    stop: deliveries.stop,
  };
}

function inTransaction<T>(state: DatabaseSync, work: () => T): T {
  state.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    state.exec('COMMIT');
    return result;
  } catch (error) {
    state.exec('ROLLBACK');
    throw error;
  }
}
