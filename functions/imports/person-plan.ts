import type { Company } from '../../shared/clients/company.ts';
import { type CompanyLink, type Contact, linkDatesInOrder } from '../../shared/clients/contact.ts';
import { mergeContact, withoutEmpty } from '../../shared/imports/merging.ts';
import { sameJson } from '../../shared/patch.ts';
import {
  addLink,
  addRevisedContact,
  addRevisedLink,
  type FoundContact,
  findContact,
  findLink,
  type KnownPerson,
  mustStay,
  placeAt,
  requireContactChangeable,
  reviseContact,
  reviseLink,
} from '../clients/service.ts';
import { Change } from '../runtime/change.ts';
import type { RequestContext } from '../runtime/request.ts';
import { type PreparedRow, RowRejected } from './prepared-row.ts';
import type { PlanDependencies, Step } from './row-plan.ts';

/** What a row does with a person who is here already. */
export interface PersonPlan {
  readonly outcome: 'updated' | 'unchanged';
  /** The person was here before the list, and is to stay as it is. */
  readonly leftAlone: boolean;
  readonly contact: Contact;
  readonly steps: readonly Step[];
}

interface Meant {
  readonly person: Pick<KnownPerson, 'id' | 'linkId'>;
  readonly company: Company | undefined;
}

/** Whether a client is to stay as it is: it was here before the list. */
export const isLeftAlone = (
  { existing, startedAt }: PlanDependencies,
  { createdAt }: Pick<Contact, 'createdAt'>,
): boolean => existing === 'skip' && (startedAt === undefined || createdAt < startedAt);

/**
 * Plans the changes of a person who is here already: filled cells are taken over, and the person gets a place at the firm or
 * keeps the one there. Each change is a transaction of its own that reads anew what the one before has written.
 */
export async function planKnownPerson(
  deps: PlanDependencies,
  context: RequestContext,
  row: PreparedRow,
  meant: Meant,
): Promise<PersonPlan> {
  // In a run what was learned is written by now, and is read like everything else.
  const rehearsed = deps.rehearsedNotes && deps.people.rehearsed(meant.person.id);
  if (rehearsed) return planRehearsed(deps, context, row, rehearsed, meant);
  const found = await findContact(deps.table, context, meant.person.id, { forChange: true });
  requireContactChangeable(context, found);
  const leftAlone = isLeftAlone(deps, found.contact.data);
  const cells = leftAlone ? {} : (row.contact?.cells ?? {});
  const revision = reviseContact(context, found, mergeContact(found.contact.data, cells));
  const changed = revision.changes.length > 0;
  const placed = await placeChanges(deps, context, row, { ...meant, found });
  const change: Step = async () => addRevisedContact(new Change(context), context, found, revision);
  const steps = [...(changed ? [change] : []), ...(placed ? [placed] : [])];
  return {
    outcome: steps.length > 0 ? 'updated' : 'unchanged',
    leftAlone,
    contact: revision.data,
    steps,
  };
}

/** A person who was read in the same list, in a rehearsal. */
async function planRehearsed(
  deps: PlanDependencies,
  context: RequestContext,
  row: PreparedRow,
  contact: Contact,
  meant: Meant,
): Promise<PersonPlan> {
  const leftAlone = isLeftAlone(deps, contact);
  const patch = mergeContact(contact, leftAlone ? {} : (row.contact?.cells ?? {}));
  const data: Contact = { ...contact, ...(withoutEmpty(patch) as Partial<Contact>) };
  const placed = await wouldPlace(deps, context, row, meant);
  const outcome = placed || !sameJson(data, contact) ? 'updated' : 'unchanged';
  return { outcome, leftAlone, contact: data, steps: [] };
}

/** Whether a row would give a person who was read in the same list a place, or change the one that would be there by now. */
async function wouldPlace(
  { table, people }: PlanDependencies,
  context: RequestContext,
  { place = {} }: PreparedRow,
  { person, company }: Meant,
): Promise<boolean> {
  if (!company) return false;
  const { id, linkId } = person;
  if (linkId === undefined && !people.isAt(id, company.id)) return true;
  if (Object.keys(place).length === 0) return false;
  const stored =
    linkId === undefined ? {} : (await findLink(table, context, { id: company.id, linkId })).data;
  const before: Partial<CompanyLink> = { ...stored, ...people.learnedPlace(id, company.id) };
  const after = { ...before, ...withoutEmpty(place) };
  if (!linkDatesInOrder(after)) {
    const message = 'The person would leave before coming: check the two dates.';
    throw new RowRejected([{ code: 'link.dates-reversed', message }]);
  }
  return !sameJson(before, after);
}

/** The transaction that gives the person the place of the row, if that is new or different. */
async function placeChanges(
  { table }: PlanDependencies,
  context: RequestContext,
  { place = {} }: PreparedRow,
  { person, company, found }: Meant & { readonly found: FoundContact },
): Promise<Step | undefined> {
  if (!company) return undefined;
  const { linkId } = person;
  if (linkId === undefined) {
    // Refused before anything of the row is written, where the person has too many places.
    placeAt(context, company, found, withoutEmpty(place));
    return async () => {
      const latest = await findContact(table, context, person.id, { forChange: true });
      const made = placeAt(context, company, latest, withoutEmpty(place));
      return addLink(new Change(context), context, company, latest, made).add(
        mustStay({ type: 'company', id: company.id }, context),
      );
    };
  }
  const read = async () => {
    const stored = await findLink(table, context, { id: company.id, linkId });
    return { stored, revision: reviseLink(context, stored, place) };
  };
  if (Object.keys(place).length === 0 || (await read()).revision.changes.length === 0) return undefined;
  return async () => {
    const { stored, revision } = await read();
    return addRevisedLink(new Change(context), context, company, stored, revision);
  };
}
