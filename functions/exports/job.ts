import type { EXPORT_FAILURES, Export } from '../../shared/exports/export.ts';
import { sameJson } from '../../shared/patch.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { type Patience, patiently } from '../runtime/patience.ts';
import type { Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { StaleRead } from '../runtime/versions.ts';
import { findExport, LEASE_MS, leavePlace, putExport } from './export-store.ts';

/** The export was removed, or somebody else has it: there is nothing more to do for this worker. */
export class ExportLost extends Error {
  override readonly name = 'ExportLost';
}

/** The export comes to nothing: a repeat would meet the same. */
export class ExportFailed extends Error {
  override readonly name = 'ExportFailed';
  readonly failure: NonNullable<Export['failure']>;

  constructor(code: (typeof EXPORT_FAILURES)[number], message: string) {
    super(code);
    this.failure = { code, message };
  }
}

/** How often a word is written how far it is, in milliseconds. */
const WORD_MS = 3_000;

export interface JobDependencies {
  readonly table: Table;
  readonly tenant: VerifiedTenant;
  readonly now: () => Date;
  readonly eventId: string;
  readonly patience: Patience;
}

/** An export that this worker has to itself: every write of it is a sign of life, and fails when somebody else has it. */
export class ExportJob {
  readonly #deps: JobDependencies;
  #stored: Stored<Export>;

  constructor(deps: JobDependencies, stored: Stored<Export>) {
    this.#deps = deps;
    this.#stored = stored;
  }

  get data(): Export {
    return this.#stored.data;
  }

  /** Takes it up: from the beginning, whoever had it before. */
  begin(): Promise<void> {
    return this.#write({ state: 'running', rows: 0, lease: this.#lease() });
  }

  /** Says every few seconds how far it is. @throws ExportLost */
  async progress(rows: number): Promise<void> {
    const at = Date.parse(this.data.updatedAt);
    if (this.#deps.now().getTime() - at < WORD_MS) return;
    await this.#write({ rows, lease: this.#lease() });
  }

  /** @throws ExportLost */
  finish(rows: number, sights: Export['sights']): Promise<void> {
    return this.#end({ state: 'finished', rows, sights });
  }

  /** @throws ExportLost */
  fail({ code, message }: NonNullable<Export['failure']>): Promise<void> {
    return this.#end({ state: 'failed', failure: { code, message } });
  }

  #end(change: Partial<Export>): Promise<void> {
    const finishedAt = this.#deps.now().toISOString();
    return this.#write({ ...change, finishedAt, lease: undefined, place: undefined });
  }

  #lease(): NonNullable<Export['lease']> {
    const until = new Date(this.#deps.now().getTime() + LEASE_MS).toISOString();
    return { event: this.#deps.eventId, until };
  }

  async #write(change: { readonly [Field in keyof Export]?: Export[Field] | undefined }): Promise<void> {
    const { table, tenant, now, patience } = this.#deps;
    const merged = { ...this.data, ...change, updatedAt: now().toISOString() };
    const data = Object.fromEntries(
      Object.entries(merged).filter(([, value]) => value !== undefined),
    ) as Export;
    const { version } = this.#stored;
    const freed = data.place === undefined ? leavePlace(tenant, this.data) : [];
    try {
      await patiently(patience, () => table.transact([putExport(tenant, data, version), ...freed]));
    } catch (error) {
      if (!(error instanceof StaleRead)) throw error;
      if (!(await this.#isWritten(data, version + 1))) throw new ExportLost('Somebody else has this export.');
    }
    this.#stored = { ...this.#stored, data, version: version + 1 };
  }

  /** Whether it was this very write, whose answer was lost, that stands in the way of its repeat. */
  async #isWritten(data: Export, version: number): Promise<boolean> {
    const { table, tenant, now, patience } = this.#deps;
    const there = await patiently(patience, () =>
      findExport(table, { tenant, userId: data.createdBy }, data.id, now()).catch(unlessGone),
    );
    return there?.version === version && sameJson(there.data, data);
  }
}

/** What is not there is nothing. */
export function unlessGone(error: unknown): undefined {
  if (error instanceof Error && 'kind' in error && error.kind === 'not-found') return undefined;
  throw error;
}
