import { importFinishedV1 } from '../../events/import-finished.v1.ts';
import { importRequestedV1 } from '../../events/import-requested.v1.ts';
import type { Import, ImportWork, Progress } from '../../shared/imports/import.ts';
import { NO_PROGRESS } from '../../shared/imports/import.ts';
import type { Refusal } from '../../shared/issue.ts';
import { sameJson } from '../../shared/patch.ts';
import { Change } from '../runtime/change.ts';
import { type Patience, patiently } from '../runtime/patience.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { StaleRead } from '../runtime/versions.ts';
import { findImport, freeRunning, LEASE_MS, putImport } from './import-store.ts';

/** The import was cancelled, or somebody else has taken it over: there is nothing more to do for this worker. */
export class JobLost extends Error {
  override readonly name = 'JobLost';
}

/** Something is wrong with the file as a whole: a repeat would meet it again. */
export class ImportFailed extends Error {
  override readonly name = 'ImportFailed';
  readonly failure: NonNullable<Import['failure']>;

  constructor({ code, message }: Refusal, line?: number) {
    super(code);
    this.failure = { code, message, ...(line === undefined ? {} : { line }) };
  }
}

export interface JobDependencies {
  readonly table: Table;
  /** A request of the person for whom the import runs, at this moment. */
  readonly context: () => RequestContext;
  readonly eventId: string;
  readonly work: ImportWork;
  readonly patience: Patience;
}

/** An import that this worker has to itself: every write of it is a sign of life, and fails when somebody else has it. */
export class Job {
  readonly work: ImportWork;
  readonly #deps: JobDependencies;
  #stored: Stored<Import>;
  /** One for all rows that ask at the same time. */
  #renewing: Promise<void> | undefined;

  constructor(deps: JobDependencies, stored: Stored<Import>) {
    this.#deps = deps;
    this.#stored = stored;
    this.work = deps.work;
  }

  get data(): Import {
    return this.#stored.data;
  }

  get progress(): Progress {
    return (this.work === 'run' ? this.data.run : this.data.dryRun) ?? NO_PROGRESS;
  }

  /** Writes how far it is. */
  save(change: Partial<Import>): Promise<void> {
    return this.#write({ ...change, lease: this.#lease() }, (written) => written);
  }

  /**
   * Asks, before anything is written, whether the import is still this worker's, and renews the lease in good time.
   *
   * @throws JobLost
   */
  async hold(): Promise<void> {
    const until = Date.parse(this.data.lease?.until ?? '');
    if (until - this.#deps.context().now.getTime() > LEASE_MS / 2) return;
    this.#renewing ??= this.save({}).finally(() => {
      this.#renewing = undefined;
    });
    await this.#renewing;
  }

  /** Hands the rest to a worker that is woken by the event written here: this one's time is over. */
  handOver(change: Partial<Import>): Promise<void> {
    const attempt = this.data.attempt + 1;
    const data = { importId: this.data.id, work: this.work, attempt };
    return this.#write({ ...change, attempt, lease: undefined }, (written) =>
      written.event(importRequestedV1, data),
    );
  }

  /** Ends it well. */
  finish(change: Partial<Import>): Promise<void> {
    const outcome = this.work === 'run' ? 'finished' : 'checked';
    return this.#end({ ...change, state: outcome }, outcome);
  }

  /** Ends it where the file cannot be used. */
  fail(failure: NonNullable<Import['failure']>): Promise<void> {
    return this.#end({ state: 'failed', failure }, 'failed');
  }

  #end(change: Partial<Import>, outcome: 'finished' | 'checked' | 'failed'): Promise<void> {
    const { caller, now } = this.#deps.context();
    const { rejected } = { ...this.progress, ...(this.work === 'run' ? change.run : change.dryRun) }.rows;
    const finishedAt = now.toISOString();
    return this.#write({ ...change, finishedAt, lease: undefined }, (written) =>
      written
        .add(...(this.work === 'run' ? [freeRunning(caller.tenant)] : []))
        .event(importFinishedV1, { importId: this.data.id, outcome, rejected }),
    );
  }

  #lease(): NonNullable<Import['lease']> {
    const until = new Date(this.#deps.context().now.getTime() + LEASE_MS).toISOString();
    return { event: this.#deps.eventId, until };
  }

  async #write(
    change: { readonly [Field in keyof Import]?: Import[Field] | undefined },
    add: (change: Change) => Change,
  ): Promise<void> {
    const { table, context } = this.#deps;
    const request = context();
    const { caller, now } = request;
    const merged = { ...this.data, ...change, updatedAt: now.toISOString(), updatedBy: caller.userId };
    const data = Object.fromEntries(
      Object.entries(merged).filter(([, value]) => value !== undefined),
    ) as Import;
    const { version } = this.#stored;
    const written = add(new Change(request).add(putImport(caller.tenant, data, version, now)));
    try {
      await patiently(this.#deps.patience, () => written.commit(table, { status: 200 }));
    } catch (error) {
      if (!(error instanceof StaleRead)) throw error;
      if (!(await this.#isWritten(data, version + 1))) throw new JobLost('Somebody else has this import.');
    }
    this.#stored = { ...this.#stored, data, version: version + 1 };
  }
  /** Whether it was this very write, whose answer was lost, that stands in the way of its repeat. */
  async #isWritten(data: Import, version: number): Promise<boolean> {
    const { table, context, patience } = this.#deps;
    const { tenant } = context().caller;
    const there = await patiently(patience, () => findImport(table, tenant, data.id));
    return there.version === version && sameJson(there.data, data);
  }
}
