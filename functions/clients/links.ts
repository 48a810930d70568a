import { contactLinkChangedV1 } from '../../events/contact-link-changed.v1.ts';
import { contactLinkedV1 } from '../../events/contact-linked.v1.ts';
import { contactUnlinkedV1 } from '../../events/contact-unlinked.v1.ts';
import type { Company } from '../../shared/clients/company.ts';
import {
  type CompanyLink,
  type ContactLink,
  companyLinkSchema,
  linkDatesInOrder,
  MAX_LINKS,
} from '../../shared/clients/contact.ts';
import type { clientRoutes } from '../../shared/clients/routes.ts';
import { invalid, KartotekaError, notFound } from '../../shared/errors.ts';
import { Change } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import { readItem, type Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { applyPatch, onCurrent, type Revision, requireMatch, stale } from '../runtime/versions.ts';
import { requireChangeable } from './companies.ts';
import { findCompany } from './company-store.ts';
import { contactKey } from './contact-item.ts';
import { type FoundContact, findContact, requireContactChangeable } from './contact-store.ts';
import { writeEntryNow } from './entries.ts';
import { contactLinkItem, contactLinkKey } from './link-item.ts';
import { countPlace, deleteLink, newLink, putLink, summarise } from './link-store.ts';
import { mustStay, unknownReference } from './references.ts';

type Handlers = Pick<
  RouteHandlers<typeof clientRoutes>,
  'linkContact' | 'changeContactLink' | 'unlinkContact'
>;
type Input<Id extends keyof Handlers> = Parameters<Handlers[Id]>[0];

/** The routes of people's places at companies. */
export function createLinks(table: Table): Handlers {
  return {
    linkContact: (input, context) => onCurrent(() => link(table, context, input)),
    changeContactLink: (input, context) => onCurrent(() => change(table, context, input)),
    unlinkContact: (input, context) => onCurrent(() => unlink(table, context, input)),
  };
}

export const tooManyLinks = (): KartotekaError =>
  new KartotekaError(
    'conflict',
    'link.too-many',
    `One person may have ${MAX_LINKS} places at companies, past ones included.`,
  );

async function link(table: Table, context: RequestContext, { params, body }: Input<'linkContact'>) {
  const company = await changeableCompany(table, context, params.id);
  const found = await findContact(table, context, body.contactId, { forChange: true }).catch(
    (error: unknown) => {
      if (error instanceof KartotekaError && error.kind === 'not-found')
        throw invalid([unknownReference('/contactId', 'contact')]);
      throw error;
    },
  );
  // A place at a company gives its people a say in the person: nobody may take that for himself.
  requireContactChangeable(context, found);
  const made = placeAt(context, company, found, body);
  const summary = summarise(found.contact.data, found.contact.version);
  return addLink(new Change(context), context, company, found, made)
    .add(mustStay({ type: 'company', id: company.id }, context))
    .commit(table, {
      status: 201,
      body: { ...made, contact: summary, version: 1 },
      version: 1,
      location: `/companies/${company.id}/contacts/${made.id}`,
    });
}

/**
 * A place of a person at a company that begins now.
 *
 * @throws KartotekaError `link.too-many`
 */
export function placeAt(
  context: RequestContext,
  company: Pick<Company, 'id'>,
  { contact, links }: FoundContact,
  fields: Omit<Input<'linkContact'>['body'], 'contactId'>,
): CompanyLink {
  if (links.length >= MAX_LINKS) throw tooManyLinks();
  return newLink(context, { ...fields, contactId: contact.data.id, companyId: company.id });
}

/** Adds all that a new place of a person writes; that the company is there is the caller's to check. */
export function addLink(
  change: Change,
  context: RequestContext,
  company: Pick<Company, 'id' | 'name'>,
  { contact, added }: FoundContact,
  made: CompanyLink,
): Change {
  const { tenant } = context.caller;
  const { id, name } = contact.data;
  return (
    change
      .add(...putLink(tenant, made, summarise(contact.data, contact.version), 1))
      .add(countPlace(tenant, id, added))
      // The summary is right only for the version it was made from.
      .add({
        op: 'check',
        key: contactKey(tenant, id),
        condition: { version: contact.version },
        refused: stale,
      })
      .add(
        writeEntryNow(
          context,
          { type: 'company', id: company.id },
          { kind: 'contact-linked', about: about(made, name) },
        ),
      )
      .add(
        writeEntryNow(
          context,
          { type: 'contact', id },
          { kind: 'contact-linked', about: aboutCompany(company) },
        ),
      )
      .event(contactLinkedV1, eventData(made, 1))
  );
}

async function change(table: Table, context: RequestContext, { params, body }: Input<'changeContactLink'>) {
  const company = await changeableCompany(table, context, params.id);
  const stored = await findLink(table, context, params);
  requireMatch(context, stored);
  const revision = reviseLink(context, stored, body);
  if (revision.changes.length === 0) return { status: 200, body: view(stored), version: stored.version };
  return addRevisedLink(new Change(context), context, company, stored, revision).commit(table, {
    status: 200,
    body: { ...revision.data, contact: stored.data.contact, version: revision.version },
    version: revision.version,
  });
}

/**
 * A place with a patch applied.
 *
 * @throws KartotekaError `body.invalid`
 */
export function reviseLink(
  context: RequestContext,
  stored: Stored<ContactLink>,
  patch: Input<'changeContactLink'>['body'],
): Revision<CompanyLink> {
  const { contact: _, ...own } = stored.data;
  const revision = applyPatch(companyLinkSchema, { ...stored, data: own }, patch, context);
  if (linkDatesInOrder(revision.data)) return revision;
  throw invalid([
    { pointer: '/to', code: 'link.dates-reversed', message: '"to" must not lie before "from".' },
  ]);
}

/** Adds all that changing a place writes. */
export function addRevisedLink(
  change: Change,
  context: RequestContext,
  company: Pick<Company, 'id' | 'name'>,
  { data: { contact: summary, ...own } }: Stored<ContactLink>,
  revision: Revision<CompanyLink>,
): Change {
  const { tenant } = context.caller;
  const changes = [...revision.changes];
  return change
    .add(...putLink(tenant, revision.data, summary, revision.version))
    .add({
      op: 'check',
      key: contactKey(tenant, own.contactId),
      condition: { version: summary.version },
      refused: stale,
    })
    .add(
      writeEntryNow(
        context,
        { type: 'company', id: company.id },
        { kind: 'contact-link-changed', about: about(own, summary.name), changes },
      ),
    )
    .add(
      writeEntryNow(
        context,
        { type: 'contact', id: own.contactId },
        { kind: 'contact-link-changed', about: aboutCompany(company), changes },
      ),
    )
    .event(contactLinkChangedV1, eventData(own, revision.version));
}

async function unlink(
  table: Table,
  context: RequestContext,
  { params }: Input<'unlinkContact'>,
): Promise<Answer<undefined>> {
  const company = await changeableCompany(table, context, params.id);
  const stored = await findLink(table, context, params);
  requireMatch(context, stored);
  const { data, version } = stored;
  return new Change(context)
    .add(...deleteLink(context.caller.tenant, data, version, context.now))
    .add(
      writeEntryNow(
        context,
        { type: 'company', id: company.id },
        { kind: 'contact-unlinked', about: about(data, data.contact.name) },
      ),
    )
    .add(
      writeEntryNow(
        context,
        { type: 'contact', id: data.contactId },
        { kind: 'contact-unlinked', about: aboutCompany(company) },
      ),
    )
    .event(contactUnlinkedV1, eventData(data, version))
    .commit(table, { status: 204 });
}

const view = ({ data, version }: Stored<ContactLink>) => ({ ...data, version });

async function changeableCompany(table: Table, context: RequestContext, id: string): Promise<Company> {
  const { data } = await findCompany(table, context, id, { forChange: true });
  requireChangeable(context, data);
  return data;
}

export async function findLink(
  table: Table,
  context: RequestContext,
  { id, linkId }: { id: string; linkId: string },
): Promise<Stored<ContactLink>> {
  const item = await table.get(contactLinkKey(context.caller.tenant, id, linkId), { consistent: true });
  if (!item) throw notFound('link');
  return readItem(contactLinkItem, item);
}

const about = (link: { contactId: string }, name: string) => ({
  type: 'contact' as const,
  id: link.contactId,
  name,
});
const aboutCompany = ({ id, name }: Pick<Company, 'id' | 'name'>) => ({ type: 'company' as const, id, name });

const eventData = (
  { id, companyId, contactId }: Pick<CompanyLink, 'id' | 'companyId' | 'contactId'>,
  version: number,
) => ({
  linkId: id,
  companyId,
  contactId,
  version,
});
