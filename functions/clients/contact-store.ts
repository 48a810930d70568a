import { mayChange, maySee } from '../../shared/access.ts';
import type { Company } from '../../shared/clients/company.ts';
import type { CompanyLink, Contact } from '../../shared/clients/contact.ts';
import { forbidden, notFound } from '../../shared/errors.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import type { RequestContext } from '../runtime/request.ts';
import { readItem, type Stored, type StoredItem, writeItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import type { Write } from '../runtime/table/write.ts';
import { type Revision, stale } from '../runtime/versions.ts';
import { CARD, cardPartition, companyItem, companyKey } from './company-item.ts';
import { tombstoneTtl } from './company-store.ts';
import { contactItem, contactKey } from './contact-item.ts';
import { COMPANY_LINKS, companyLinkItem, placesItem } from './link-item.ts';

/** A contact with the person's places at companies. */
export interface FoundContact {
  readonly contact: Stored<Contact>;
  readonly links: readonly Stored<CompanyLink>[];
  /** How many places were added so far: see `noPlaceSince`. */
  readonly added: number;
  /** The linked companies that the caller may see and that are not deleted. */
  readonly companies: ReadonlyMap<string, Company>;
  /** All that was read of the person's card. */
  readonly items: readonly StoredItem[];
}

export const viewContact = ({ data, version }: { data: Contact; version: number }) => ({ ...data, version });

/** Companies by id, as far as the caller may see them and they are not deleted. */
export async function visibleCompanies(
  table: Table,
  context: RequestContext,
  ids: readonly string[],
  options?: { consistent?: boolean },
): Promise<Map<string, Company>> {
  const { caller } = context;
  const keys = [...new Set(ids)].map((id) => companyKey(caller.tenant, id));
  const items = keys.length === 0 ? [] : await table.batchGet(keys, options);
  const companies = items.map((item) => readItem(companyItem, item).data);
  return new Map(
    companies
      .filter((company) => company.deletedAt === undefined && maySee(caller, company))
      .map((company) => [company.id, company]),
  );
}

/** The places of a person at companies, by themselves. */
export async function placesOfContact(
  table: Table,
  context: RequestContext,
  id: string,
): Promise<CompanyLink[]> {
  const pk = cardPartition(context.caller.tenant, { type: 'contact', id });
  const { items } = await table.query({ pk, prefix: COMPANY_LINKS });
  return items.map((item) => readItem(companyLinkItem, item).data);
}

async function readPartition(table: Table, context: RequestContext, id: string, consistent: boolean) {
  const pk = cardPartition(context.caller.tenant, { type: 'contact', id });
  const { items } = await table.query({ pk, prefix: CARD, consistent });
  return items;
}

/**
 * A contact that the caller may see: the person's own record allows it, or that of a company the person belongs to.
 *
 * @throws KartotekaError `contact.not-found`
 */
export async function findContact(
  table: Table,
  context: RequestContext,
  id: string,
  options: { readonly forChange?: boolean; readonly deleted?: boolean } = {},
): Promise<FoundContact> {
  const consistent = options.forChange ?? false;
  let items = await readPartition(table, context, id, consistent);
  if (items.length === 0 && !consistent) items = await readPartition(table, context, id, true);
  const item = items.find(({ kind }) => kind === contactItem.kind);
  if (!item) throw notFound('contact');
  const contact = readItem(contactItem, item);
  if (contact.data.deletedAt !== undefined && !options.deleted) throw notFound('contact');
  const links = items.filter(isCompanyLink).map((link) => readItem(companyLinkItem, link));
  const ids = links.map(({ data }) => data.companyId);
  const companies = await visibleCompanies(table, context, ids, { consistent });
  if (!maySee(context.caller, contact.data) && companies.size === 0) throw notFound('contact');
  const added = items.find(({ kind }) => kind === placesItem.kind)?.version ?? 0;
  return { contact, links, added, companies, items };
}

const isCompanyLink = ({ kind }: StoredItem): boolean => kind === companyLinkItem.kind;

/** Whoever may change the person's record, or a company the person belongs to now, may change the person. */
export function mayChangeContact(
  context: RequestContext,
  { contact, links, companies }: FoundContact,
): boolean {
  const today = context.now.toISOString().slice(0, 10);
  const present = links.filter(({ data }) => data.to === undefined || data.to >= today);
  const belongs = present.flatMap(({ data }) => companies.get(data.companyId) ?? []);
  return [contact.data, ...belongs].some((record) => mayChange(context.caller, record));
}

/** @throws KartotekaError `access.forbidden` where `mayChangeContact` says no */
export function requireContactChangeable(context: RequestContext, found: FoundContact): void {
  if (mayChangeContact(context, found)) return;
  throw forbidden('You may see this person but not change it: it belongs to somebody else.');
}

/** The write of a new or revised contact. */
export function putContact(
  tenant: VerifiedTenant,
  revision: Pick<Revision<Contact>, 'data' | 'version' | 'fieldVersions'>,
): Write {
  const { data, version, fieldVersions } = revision;
  const item = writeItem(contactItem, contactKey(tenant, data.id), data, {
    version,
    fieldVersions,
    feed: { tenant, at: data.updatedAt, id: data.id },
    ...(data.deletedAt === undefined ? {} : { ttl: tombstoneTtl(data.deletedAt) }),
  });
  if (version === 1) return { op: 'put', item, condition: { absent: true } };
  return { op: 'put', item, condition: { version: version - 1 }, refused: stale };
}
