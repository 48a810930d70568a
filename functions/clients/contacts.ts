import { clientDeletedV1 } from '../../events/client-deleted.v1.ts';
import { clientRestoredV1 } from '../../events/client-restored.v1.ts';
import { mayChange } from '../../shared/access.ts';
import type { Company } from '../../shared/clients/company.ts';
import type { Contact } from '../../shared/clients/contact.ts';
import type { clientRoutes } from '../../shared/clients/routes.ts';
import { type FieldIssue, forbidden, invalid } from '../../shared/errors.ts';
import { documentsOnCard } from '../documents/service.ts';
import { Change } from '../runtime/change.ts';
import type { RouteHandlers } from '../runtime/http.ts';
import type { Answer, RequestContext } from '../runtime/request.ts';
import type { Table } from '../runtime/table/table.ts';
import { onCurrent, requireMatch, requireNoConflict, revise } from '../runtime/versions.ts';
import { notDeleted, stamped } from './companies.ts';
import { companyKey } from './company-item.ts';
import {
  findContact,
  putContact,
  requireContactChangeable,
  viewContact,
  visibleCompanies,
} from './contact-store.ts';
import {
  addNewContact,
  addRevisedContact,
  newContact,
  reviseContact,
  showOnCards,
} from './contact-writes.ts';
import { writeEntryNow } from './entries.ts';
import { lookupWrites } from './lookup-item.ts';
import { mustBeLive, unknownReference } from './references.ts';

type Handlers = Pick<
  RouteHandlers<typeof clientRoutes>,
  'createContact' | 'readContact' | 'changeContact' | 'deleteContact' | 'restoreContact'
>;
type Input<Id extends keyof Handlers> = Parameters<Handlers[Id]>[0];

const subjectOf = (contact: Contact) => ({ type: 'contact' as const, id: contact.id });

/** The routes of a contact itself. */
export function createContacts(table: Table): Handlers {
  return {
    createContact: ({ body }, context) => create(table, context, body),
    readContact: ({ params }, context) => read(table, context, params.id),
    changeContact: ({ params, body }, context) => onCurrent(() => change(table, context, params.id, body)),
    deleteContact: ({ params }, context) => onCurrent(() => remove(table, context, params.id)),
    restoreContact: ({ params }, context) => onCurrent(() => restore(table, context, params.id)),
  };
}

async function create(
  table: Table,
  context: RequestContext,
  { companies: places = [], ...body }: Input<'createContact'>['body'],
) {
  const data = newContact(context, body);
  const companies = await changeableCompanies(table, context, places);
  const change = addNewContact(new Change(context), context, data, places);
  companies.forEach(({ id }, index) => {
    change.add(mustBeLive(`/companies/${index}/companyId`, 'company', companyKey(context.caller.tenant, id)));
  });
  return change.commit(table, {
    status: 201,
    body: viewContact({ data, version: 1 }),
    version: 1,
    location: `/contacts/${data.id}`,
  });
}

/** The companies a new contact is to belong to, which the caller has to be able to change. */
async function changeableCompanies(
  table: Table,
  context: RequestContext,
  places: readonly { readonly companyId: string }[],
): Promise<Company[]> {
  const found = await visibleCompanies(
    table,
    context,
    places.map(({ companyId }) => companyId),
    { consistent: true },
  );
  const issues: FieldIssue[] = [];
  const seen = new Set<string>();
  const companies = places.flatMap(({ companyId }, index) => {
    const pointer = `/companies/${index}/companyId`;
    const company = found.get(companyId);
    if (!company) issues.push(unknownReference(pointer, 'company'));
    else if (seen.has(companyId))
      issues.push({
        pointer,
        code: 'link.doubled',
        message: 'Name a company once; add a second place there later.',
      });
    seen.add(companyId);
    return company ? [company] : [];
  });
  if (issues.length > 0) throw invalid(issues);
  if (!companies.every((company) => mayChange(context.caller, company))) {
    throw forbidden('You may add people only to clients that you may change.');
  }
  return companies;
}

async function read(table: Table, context: RequestContext, id: string) {
  const { contact, links, companies, items } = await findContact(table, context, id);
  const documents = await documentsOnCard(table, context, subjectOf(contact.data), items);
  const visible = links.flatMap(({ data, version }) => {
    const company = companies.get(data.companyId);
    return company ? [{ ...data, version, companyName: company.name }] : [];
  });
  const body = { ...viewContact(contact), companies: visible, documents };
  return { status: 200, body, version: contact.version };
}

async function change(
  table: Table,
  context: RequestContext,
  id: string,
  { baseVersion, ...patch }: Input<'changeContact'>['body'],
): Promise<Answer<ReturnType<typeof viewContact>>> {
  const found = await findContact(table, context, id, { forChange: true });
  const { contact } = found;
  requireContactChangeable(context, found);
  requireMatch(context, contact);
  requireNoConflict(contact, patch, baseVersion);
  const revision = reviseContact(context, found, patch);
  if (revision.changes.length === 0)
    return { status: 200, body: viewContact(contact), version: contact.version };
  return addRevisedContact(new Change(context), context, found, revision).commit(table, {
    status: 200,
    body: viewContact(revision),
    version: revision.version,
  });
}

async function remove(table: Table, context: RequestContext, id: string): Promise<Answer<undefined>> {
  const found = await findContact(table, context, id, { forChange: true });
  const { contact } = found;
  requireContactChangeable(context, found);
  requireMatch(context, contact);
  const { tenant } = context.caller;
  const revision = revise(contact, { ...stamped(contact, context), deletedAt: context.now.toISOString() });
  const subject = subjectOf(contact.data);
  return new Change(context)
    .add(putContact(tenant, revision))
    .add(...lookupWrites(tenant, subject, contact.data, undefined))
    .add(writeEntryNow(context, subject, { kind: 'deleted' }))
    .add(...showOnCards(context, found, revision, []))
    .event(clientDeletedV1, { subject, version: revision.version })
    .commit(table, { status: 204 });
}

async function restore(table: Table, context: RequestContext, id: string) {
  const found = await findContact(table, context, id, { forChange: true, deleted: true });
  const { contact } = found;
  requireContactChangeable(context, found);
  requireMatch(context, contact);
  if (contact.data.deletedAt === undefined) throw notDeleted();
  const { tenant } = context.caller;
  const { deletedAt: _, ...data } = stamped(contact, context);
  const revision = revise(contact, data);
  const subject = subjectOf(contact.data);
  return new Change(context)
    .add(putContact(tenant, revision))
    .add(...lookupWrites(tenant, subject, undefined, data))
    .add(writeEntryNow(context, subject, { kind: 'restored' }))
    .add(...showOnCards(context, found, revision, []))
    .event(clientRestoredV1, { subject, version: revision.version })
    .commit(table, { status: 200, body: viewContact(revision), version: revision.version });
}
