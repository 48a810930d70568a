import { type Company, companyInputSchema } from '../../shared/clients/company.ts';
import { type Contact, contactInputSchema } from '../../shared/clients/contact.ts';
import { CLOCK_TOLERANCE_MS, type Subject } from '../../shared/clients/timeline.ts';
import { invalid } from '../../shared/errors.ts';
import { mergeCompany, withoutEmpty } from '../../shared/imports/merging.ts';
import type { PlaceCells } from '../../shared/imports/row.ts';
import {
  addNewCompany,
  addNewContact,
  addRevisedCompany,
  companyKey,
  type KnownFirm,
  type Marks,
  mustStay,
  newCompany,
  newContact,
  type PersonMatcher,
  reviseCompany,
} from '../clients/service.ts';
import { parseBody } from '../runtime/body.ts';
import { Change } from '../runtime/change.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { RowOutcome } from './import-item.ts';
import { addNote, isNoteThere, noteKey } from './imported-note.ts';
import { isLeftAlone, planKnownPerson } from './person-plan.ts';
import { type PreparedRow, requireName } from './prepared-row.ts';
import type { MatchedRow } from './row-matching.ts';

/** One transaction of a row; nothing where there is nothing left to write. */
export type Step = () => Promise<Change | undefined>;

/** What a row would do. */
export interface RowPlan {
  readonly outcome: RowOutcome;
  /** One after the other: each builds on what the ones before have written. */
  readonly steps: readonly Step[];
  readonly firm?: KnownFirm;
  readonly contact?: Contact;
  /** What the row says of the person's place at the firm. */
  readonly place?: PlaceCells;
  /** The mark of the row's note, to be remembered in a rehearsal. */
  readonly note?: string;
}

export interface PlanDependencies {
  readonly table: Table;
  readonly people: PersonMatcher;
  readonly existing: 'update' | 'skip';
  /** When the work began: clients made since then are of the list, and not here already. */
  readonly startedAt?: string | undefined;
  /** Marks of notes that would be there by now; set in a rehearsal only. */
  readonly rehearsedNotes?: Pick<Marks, 'has'> | undefined;
}

type Addition = (change: Change) => Change;

interface FirmPlan {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  readonly firm: Stored<Company>;
  readonly add?: Addition;
}

/**
 * Plans what a row writes: a new firm with its person and note in one transaction; of what is here already only what changes.
 *
 * @throws KartotekaError where a rule of the product refuses it; nothing has been written then
 */
export async function planRow(
  deps: PlanDependencies,
  context: RequestContext,
  row: PreparedRow,
  matched: MatchedRow,
): Promise<RowPlan> {
  const { firm: known, person } = matched;
  if (known && isLeftAlone(deps, known.stored.data)) return skipped(row, known);
  const firm = row.company && planFirm(context, row.company.cells, known?.stored);
  const company = firm?.firm.data;
  const contact = row.contact && !person ? planNewContact(context, row, company) : undefined;
  const later =
    row.contact && person ? await planKnownPerson(deps, context, row, { person, company }) : undefined;
  const subject = subjectOf(company, contact?.contact ?? later?.contact);
  const note =
    subject && row.note && !(later?.leftAlone && subject.type === 'contact')
      ? await planNote(deps, context, row.note, subject, known !== undefined || person !== undefined)
      : undefined;
  const additions = [firm?.add, contact?.add, note?.add].filter((add) => add !== undefined);
  const first: Step = async () =>
    additions.length === 0
      ? undefined
      : guarded(
          additions.reduce((change, add) => add(change), new Change(context)),
          context,
          {
            company: firm?.add ? undefined : company,
            person: note?.add && subject?.type === 'contact' && person ? subject : undefined,
            needed: contact !== undefined || note?.add !== undefined,
          },
        );
  return {
    outcome: {
      ...(firm ? { company: firm.outcome } : {}),
      ...(contact ? { contact: 'created' as const } : later ? { contact: later.outcome } : {}),
      ...(row.note ? { note: note?.outcome ?? 'unchanged' } : {}),
    },
    steps: [first, ...(later?.steps ?? [])],
    ...(firm ? { firm: { stored: firm.firm, ...rehearsedOf(deps, firm, known) } } : {}),
    ...(note ? { note: note.key } : {}),
    ...(contact ? { contact: contact.contact } : later ? { contact: later.contact } : {}),
    ...(row.place ? { place: row.place } : {}),
  };
}

/** Whether the firm is one that only a rehearsal knows. */
const rehearsedOf = (
  { rehearsedNotes }: PlanDependencies,
  { outcome }: FirmPlan,
  known: KnownFirm | undefined,
): Pick<KnownFirm, 'rehearsed'> =>
  known?.rehearsed || (rehearsedNotes && outcome === 'created') ? { rehearsed: true } : {};

/** What is left alone counts as unchanged. */
const skipped = (row: PreparedRow, firm: KnownFirm): RowPlan => ({
  outcome: {
    company: 'unchanged',
    ...(row.contact ? { contact: 'unchanged' as const } : {}),
    ...(row.note ? { note: 'unchanged' as const } : {}),
  },
  steps: [],
  firm,
});

/** What is added to a card that is not written itself must find it there. */
function guarded(
  change: Change,
  context: RequestContext,
  { company, person, needed }: { company: Company | undefined; person: Subject | undefined; needed: boolean },
): Change {
  if (needed && company) change.add(mustStay({ type: 'company', id: company.id }, context));
  if (person) change.add(mustStay(person, context));
  return change;
}

function planFirm(
  context: RequestContext,
  cells: NonNullable<PreparedRow['company']>['cells'],
  stored: Stored<Company> | undefined,
): FirmPlan {
  if (!stored) {
    requireName('company', cells.name);
    const data = newCompany(context, parseBody(companyInputSchema, cells));
    const key = companyKey(context.caller.tenant, data.id);
    return {
      outcome: 'created',
      firm: { key, version: 1, fieldVersions: {}, data },
      add: (change) => addNewCompany(change, context, data),
    };
  }
  const revision = reviseCompany(context, stored, mergeCompany(stored.data, cells));
  if (revision.changes.length === 0) return { outcome: 'unchanged', firm: stored };
  const { data, version, fieldVersions } = revision;
  return {
    outcome: 'updated',
    firm: { key: stored.key, version, fieldVersions, data },
    add: (change) => addRevisedCompany(change, context, stored, revision),
  };
}

function planNewContact(
  context: RequestContext,
  { contact, place }: PreparedRow,
  company: Company | undefined,
) {
  requireName('contact', contact?.cells.name);
  const data = newContact(context, parseBody(contactInputSchema.omit({ companies: true }), contact?.cells));
  const places = company ? [{ ...withoutEmpty(place ?? {}), companyId: company.id }] : [];
  return {
    contact: data,
    add: (change: Change) => addNewContact(change, context, data, places),
  };
}

function subjectOf(company: Company | undefined, contact: Contact | undefined): Subject | undefined {
  if (company) return { type: 'company', id: company.id };
  return contact && { type: 'contact', id: contact.id };
}

async function planNote(
  { table, rehearsedNotes }: PlanDependencies,
  context: RequestContext,
  note: NonNullable<PreparedRow['note']>,
  subject: Subject,
  isKnown: boolean,
): Promise<{ outcome: 'written' | 'unchanged'; key: string; add?: Addition }> {
  requirePast(context, note);
  const { pk, sk } = noteKey(context, subject, note);
  const key = `${pk} ${sk}`;
  const isThere = isKnown && (rehearsedNotes?.has(key) || (await isNoteThere(table, context, subject, note)));
  if (isThere) return { outcome: 'unchanged', key };
  return { outcome: 'written', key, add: (change) => addNote(change, context, subject, note) };
}

/** @throws KartotekaError `body.invalid` with `time.in-future`: a chronology tells what was */
function requirePast({ now }: RequestContext, { occurredAt }: NonNullable<PreparedRow['note']>): void {
  if (occurredAt === undefined || Date.parse(occurredAt) <= now.getTime() + CLOCK_TOLERANCE_MS) return;
  const message = 'The note has a date in the future: give the day on which it was written.';
  throw invalid([{ code: 'time.in-future', message }]);
}
