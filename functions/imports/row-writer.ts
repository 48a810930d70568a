import { KartotekaError } from '../../shared/errors.ts';
import { withoutEmpty } from '../../shared/imports/merging.ts';
import {
  FirmMatcher,
  type KnownFirm,
  type Memory,
  PersonMatcher,
  type PersonMemory,
} from '../clients/service.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, type StoredItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { StaleRead } from '../runtime/versions.ts';
import type { Ancestry } from './ancestry.ts';
import { importedRowItem, importedRowKey, importTtl, type RowOutcome } from './import-item.ts';
import { type PreparedRow, rejectionOf } from './prepared-row.ts';
import { matchRow } from './row-matching.ts';
import { planRow, type RowPlan } from './row-plan.ts';

/** How often a row is looked at anew when somebody else writes in between. */
const TRIES = 5;

/** What is known of the clients that rows may mean. */
export interface Matchers {
  readonly firms: FirmMatcher;
  readonly people: PersonMatcher;
}

/** What a rehearsal remembers from part to part. */
export interface Rehearsal {
  readonly firms: Memory<KnownFirm>;
  readonly people: PersonMemory;
  readonly notes: Set<string>;
  readonly ancestry: Ancestry;
}

export interface RowWriterDependencies {
  readonly table: Table;
  readonly importId: string;
  readonly existing: 'update' | 'skip';
  /** When the work began; without it every client was here before. */
  readonly startedAt?: string;
  /** Writes nothing and remembers what would be there. */
  readonly rehearsal?: Rehearsal;
}

/** Another worker has written this row. */
class RowDone extends Error {
  readonly outcome: RowOutcome;

  constructor(outcome: RowOutcome) {
    super('This row was written before.');
    this.outcome = outcome;
  }
}

/** Makes matchers that have read all that the rows need. */
export async function prepareMatchers(
  { table, rehearsal }: Pick<RowWriterDependencies, 'table' | 'rehearsal'>,
  { caller }: RequestContext,
  rows: readonly PreparedRow[],
): Promise<Matchers> {
  const firms = new FirmMatcher(table, caller.tenant, rehearsal?.firms);
  const people = new PersonMatcher(table, caller.tenant, rehearsal?.people);
  await firms.prepare(rows.flatMap(({ company }) => company?.identity ?? []));
  await people.prepare(rows.flatMap(({ contact }) => contact?.identity ?? []));
  return { firms, people };
}

/**
 * Brings one row in. Done again, after a crash or at the same time, it makes nothing twice: what the row wrote is found, and the mark
 * that went with its first transaction tells what was done then.
 *
 * @param recorded What an earlier worker has recorded of this row.
 * @throws RowRejected where the row cannot be taken as it is
 */
export async function writeRow(
  deps: RowWriterDependencies,
  context: RequestContext,
  {
    row,
    number,
    matchers,
    recorded,
  }: {
    readonly row: PreparedRow;
    readonly number: number;
    readonly matchers: Matchers;
    readonly recorded?: RowOutcome | undefined;
  },
): Promise<RowOutcome> {
  let known = matchers;
  let done = recorded;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const plan = await planRow(
        { ...deps, people: known.people, rehearsedNotes: deps.rehearsal?.notes },
        context,
        row,
        await matchRow(context, known, row),
      );
      if (!deps.rehearsal) done = await carryOut(deps, context, number, plan, done);
      learn(matchers, plan, deps.rehearsal);
      return done ?? plan.outcome;
    } catch (error) {
      if (error instanceof RowDone) done = error.outcome;
      else if (!isOvertaken(error) || attempt === TRIES) throw asRejection(error);
      known = await prepareMatchers(deps, context, [row]);
    }
  }
}

/** Somebody else wrote what this row has read. */
const isOvertaken = (error: unknown): boolean =>
  error instanceof StaleRead || (error instanceof KartotekaError && error.code === 'external-id.taken');

/** What the product's rules refuse is the row's fault; what passes is nobody's and goes on. */
function asRejection(error: unknown): unknown {
  if (!(error instanceof KartotekaError)) return error;
  return error.kind === 'unavailable' || error.kind === 'internal' ? error : rejectionOf(error);
}

async function carryOut(
  { table, importId }: RowWriterDependencies,
  context: RequestContext,
  number: number,
  plan: RowPlan,
  done: RowOutcome | undefined,
): Promise<RowOutcome | undefined> {
  let recorded = done;
  for (const step of plan.steps) {
    const change = await step();
    if (!change) continue;
    if (!recorded) change.add(markRow(context, importId, number, plan.outcome));
    await change.commit(table, { status: 200 });
    recorded ??= plan.outcome;
  }
  return recorded;
}

const markRow = (
  { caller, now }: RequestContext,
  importId: string,
  number: number,
  outcome: RowOutcome,
): Write => ({
  op: 'put',
  item: writeItem(importedRowItem, importedRowKey(caller.tenant, importId, number), outcome, {
    ttl: importTtl(now),
  }),
  condition: { absent: true },
  refused: (current: StoredItem | undefined) =>
    current ? new RowDone(readItem(importedRowItem, current).data) : new StaleRead(undefined),
});

function learn({ firms, people }: Matchers, plan: RowPlan, rehearsal?: Rehearsal): void {
  const { firm, contact, place = {}, note } = plan;
  if (firm) firms.learn(firm);
  if (contact) people.learn(contact, firm?.stored.data.id, withoutEmpty(place));
  if (note !== undefined) rehearsal?.notes.add(note);
}
