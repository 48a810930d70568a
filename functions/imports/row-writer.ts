import type * as z from 'zod';
import { KartotekaError } from '../../shared/errors.ts';
import { withoutEmpty } from '../../shared/imports/merging.ts';
import {
  companyItem,
  companyKey,
  contactItem,
  contactKey,
  FirmMatcher,
  type KnownFirm,
  type Marks,
  type Memory,
  PersonMatcher,
  type PersonMemory,
} from '../clients/service.ts';
import type { RequestContext } from '../runtime/request.ts';
import { type ItemKind, readItem, type Stored, type StoredItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { StaleRead } from '../runtime/versions.ts';
import type { RowMark, RowOutcome } from './import-item.ts';
import { planKnownPerson } from './person-plan.ts';
import { type PreparedRow, rejectionOf } from './prepared-row.ts';
import { type MarkedWork, markRow, RowDone, readMarks } from './row-mark.ts';
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
  readonly notes: Marks;
  /** Ids of firms with those of the parents that they would be given. */
  readonly parents: Map<string, Set<string>>;
}

export interface RowWriterDependencies extends MarkedWork {
  readonly table: Table;
  readonly existing: 'update' | 'skip';
  /** When the work began; without it every client was here before. */
  readonly startedAt?: string;
  /** Writes nothing and remembers what would be there. */
  readonly rehearsal?: Rehearsal;
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

interface WrittenRow {
  readonly row: PreparedRow;
  readonly number: number;
  readonly matchers: Matchers;
  /** What an earlier worker has recorded of this row. */
  readonly recorded?: RowMark | undefined;
}

/**
 * Brings one row in. Done again, after a crash, at the same time, or where an answer was lost, it makes nothing twice: the mark that went
 * with its first transaction tells what was done then and to whom.
 *
 * @throws RowRejected where the row cannot be taken as it is
 */
export async function writeRow(
  deps: RowWriterDependencies,
  context: RequestContext,
  { row, number, matchers, recorded }: WrittenRow,
): Promise<RowOutcome> {
  let known = matchers;
  let mark = recorded;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (mark) return await endRow(deps, context, row, matchers, mark);
      const plan = await planRow(
        { ...deps, people: known.people, rehearsedNotes: deps.rehearsal?.notes },
        context,
        row,
        await matchRow(context, known, row),
      );
      if (!deps.rehearsal) await carryOut(deps, context, number, plan);
      learn(matchers, plan, deps.rehearsal);
      return plan.outcome;
    } catch (error) {
      if (error instanceof RowDone) mark = error.mark;
      else {
        if (!isOvertaken(error) || attempt === TRIES) throw asRejection(error);
        // What overtook it may have been itself, where the answer of its first transaction was lost.
        mark = (await readMarks(deps.table, context, deps, [number])).get(number);
        known = await prepareMatchers(deps, context, [row]);
      }
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
  deps: RowWriterDependencies,
  context: RequestContext,
  number: number,
  { steps, outcome, firm, contact }: RowPlan,
): Promise<void> {
  let isMarked = false;
  for (const [index, step] of steps.entries()) {
    const change = await step();
    if (!change) continue;
    if (!isMarked) {
      const isOpen = index < steps.length - 1;
      const meant = {
        ...(firm ? { companyId: firm.stored.data.id } : {}),
        ...(contact ? { contactId: contact.id } : {}),
      };
      change.add(markRow(context, deps, number, { outcome, ...meant, isOpen }));
    }
    await change.commit(deps.table, { status: 200 });
    isMarked = true;
  }
}

/** Does what is left of a row whose first transaction is done: whom it means is known by id, whatever they are called by now. */
async function endRow(
  deps: RowWriterDependencies,
  context: RequestContext,
  row: PreparedRow,
  { firms, people }: Matchers,
  { outcome, companyId, contactId, isOpen }: RowMark,
): Promise<RowOutcome> {
  const { tenant } = context.caller;
  const keys = [
    ...(companyId === undefined ? [] : [companyKey(tenant, companyId)]),
    ...(contactId === undefined ? [] : [contactKey(tenant, contactId)]),
  ];
  const items = await deps.table.batchGet(keys, { consistent: true });
  const firm = live(companyItem, items);
  let person = live(contactItem, items)?.data;
  if (isOpen && person) {
    const { id } = person;
    const colleagues = firm ? await people.colleaguesAt(firm.data.id, true) : [];
    const linkId = colleagues.find((one) => one.id === id)?.linkId;
    const meant = { id, ...(linkId === undefined ? {} : { linkId }) };
    const plan = await planKnownPerson({ ...deps, people }, context, row, {
      person: meant,
      company: firm?.data,
    });
    for (const step of plan.steps) await (await step())?.commit(deps.table, { status: 200 });
    person = plan.contact;
  }
  if (firm) firms.learn({ stored: firm });
  if (person) people.learn(person, firm?.data.id);
  return outcome;
}

/** The record of a kind among items, unless it is deleted. */
function live<Data extends z.ZodType<{ readonly deletedAt?: string | undefined }>>(
  kind: ItemKind<Data>,
  items: readonly StoredItem[],
): Stored<z.output<Data>> | undefined {
  const item = items.find((one) => one.kind === kind.kind);
  const stored = item && readItem(kind, item);
  return stored?.data.deletedAt === undefined ? stored : undefined;
}

function learn({ firms, people }: Matchers, plan: RowPlan, rehearsal?: Rehearsal): void {
  const { firm, contact, place = {}, note } = plan;
  if (firm) firms.learn(firm);
  if (contact) people.learn(contact, firm?.stored.data.id, withoutEmpty(place));
  if (note !== undefined) rehearsal?.notes.add(note);
}
