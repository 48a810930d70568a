import type * as z from 'zod';
import { clientChangedV1 } from '../../events/client-changed.v1.ts';
import { clientCreatedV1 } from '../../events/client-created.v1.ts';
import { contactLinkedV1 } from '../../events/contact-linked.v1.ts';
import {
  type CompanyLink,
  type Contact,
  contactFieldsSchema,
  type contactInputSchema,
  type contactPatchSchema,
  contactSchema,
} from '../../shared/clients/contact.ts';
import { normaliseChannels } from '../../shared/clients/normalise.ts';
import type { Change as FieldChange } from '../../shared/patch.ts';
import { type Change, newId } from '../runtime/change.ts';
import type { RequestContext } from '../runtime/request.ts';
import type { Write } from '../runtime/table/write.ts';
import { applyPatch, type Revision } from '../runtime/versions.ts';
import { accepted } from './company-writes.ts';
import { type FoundContact, putContact } from './contact-store.ts';
import { writeEntryNow } from './entries.ts';
import { newLink, noPlaceSince, putLink, refreshSummary, summarise } from './link-store.ts';
import { lookupWrites } from './lookup-item.ts';
import { assignNew, requireReassignable } from './ownership.ts';
import { referenceChecks } from './references.ts';

const subjectOf = ({ id }: Contact) => ({ type: 'contact' as const, id });

/**
 * A person as it would be stored if it were created now.
 *
 * @throws KartotekaError `body.invalid`; `access.forbidden` when the caller may not give it to the named owner or team
 */
export function newContact(
  context: RequestContext,
  body: Omit<z.output<typeof contactInputSchema>, 'companies'>,
): Contact {
  const { caller, now } = context;
  const fields = contactFieldsSchema.parse(accepted(normaliseChannels(body, caller.settings.country)));
  const at = now.toISOString();
  return {
    ...fields,
    ...assignNew(caller, fields),
    id: newId(now),
    createdAt: at,
    createdBy: caller.userId,
    updatedAt: at,
    updatedBy: caller.userId,
  };
}

/** A person's place as the input names it. */
export type Place = Omit<
  CompanyLink,
  'id' | 'contactId' | 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'
>;

/** Adds all that creating a person with places at companies writes; that the companies are there is the caller's to check. */
export function addNewContact(
  change: Change,
  context: RequestContext,
  contact: Contact,
  places: readonly Place[],
): Change {
  const { tenant } = context.caller;
  const subject = subjectOf(contact);
  change
    .add(putContact(tenant, { data: contact, version: 1, fieldVersions: {} }))
    .add(...lookupWrites(tenant, subject, undefined, contact))
    .add(...referenceChecks(context, {}, contact))
    .add(writeEntryNow(context, subject, { kind: 'created' }))
    .event(clientCreatedV1, { subject, version: 1 });
  for (const place of places) {
    const { companyId } = place;
    const link = newLink(context, { ...place, contactId: contact.id });
    const about = { ...subject, name: contact.name };
    change
      .add(...putLink(tenant, link, summarise(contact, 1), 1))
      .add(writeEntryNow(context, { type: 'company', id: companyId }, { kind: 'contact-linked', about }))
      .event(contactLinkedV1, { linkId: link.id, companyId, contactId: contact.id, version: 1 });
  }
  return change;
}

/**
 * A person with a patch applied, checked as a whole.
 *
 * @throws KartotekaError `body.invalid`; `access.forbidden` when the caller may not hand it over like this
 */
export function reviseContact(
  context: RequestContext,
  { contact }: Pick<FoundContact, 'contact'>,
  patch: Omit<z.output<typeof contactPatchSchema>, 'baseVersion'>,
): Revision<Contact> {
  const normalised = accepted(normaliseChannels(patch, context.caller.settings.country));
  const revision = applyPatch(contactSchema, contact, normalised, context);
  requireReassignable(context.caller, contact.data, revision.data);
  return revision;
}

/** Adds all that changing a person writes. */
export function addRevisedContact(
  change: Change,
  context: RequestContext,
  found: FoundContact,
  revision: Revision<Contact>,
): Change {
  const before = found.contact.data;
  const subject = subjectOf(before);
  const changes = [...revision.changes];
  return change
    .add(putContact(context.caller.tenant, revision))
    .add(...lookupWrites(context.caller.tenant, subject, before, revision.data))
    .add(...referenceChecks(context, before, revision.data))
    .add(writeEntryNow(context, subject, { kind: 'changed', changes }))
    .add(...showOnCards(context, found, revision, changes))
    .event(clientChangedV1, {
      subject,
      version: revision.version,
      fields: changes.map(({ field }) => field),
    });
}

/** Carries a change of a person to the cards of the person's companies: the summary, and an entry on the chronology. */
export function showOnCards(
  context: RequestContext,
  { contact, links, added }: Pick<FoundContact, 'contact' | 'links' | 'added'>,
  revision: Pick<Revision<Contact>, 'data' | 'version'>,
  changes: readonly FieldChange[],
): Write[] {
  const { tenant } = context.caller;
  const summary = summarise(revision.data, revision.version);
  const about = { type: 'contact' as const, id: revision.data.id, name: revision.data.name };
  const companyIds = [...new Set(links.map(({ data }) => data.companyId))];
  // Values stay on the person's own card, so that they go with the person.
  const named = changes.map(({ field }) => ({ field }));
  return [
    noPlaceSince(tenant, contact.data.id, added),
    ...links.map(({ data, version }) => refreshSummary(tenant, data, version, summary)),
    ...companyIds.map((id) =>
      writeEntryNow(
        context,
        { type: 'company', id },
        { kind: 'contact-changed', about, ...(named.length > 0 ? { changes: named } : {}) },
      ),
    ),
  ];
}
