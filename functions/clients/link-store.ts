import type { CompanyLink, Contact, ContactLink, ContactSummary } from '../../shared/clients/contact.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { newId } from '../runtime/change.ts';
import { markGone } from '../runtime/gone.ts';
import type { RequestContext } from '../runtime/request.ts';
import { writeItem } from '../runtime/table/item.ts';
import type { Write } from '../runtime/table/write.ts';
import { stale } from '../runtime/versions.ts';
import {
  companyLinkItem,
  companyLinkKey,
  contactLinkItem,
  contactLinkKey,
  placesItem,
  placesKey,
} from './link-item.ts';

/** What a company's card shows of a person. */
export const summarise = ({ name, phones, emails, deletedAt }: Contact, version: number): ContactSummary => ({
  name,
  version,
  ...(phones === undefined ? {} : { phones }),
  ...(emails === undefined ? {} : { emails }),
  ...(deletedAt === undefined ? {} : { deletedAt }),
});

/** A link that begins now. */
export function newLink(
  { now, caller }: RequestContext,
  fields: Omit<CompanyLink, 'id' | 'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'>,
): CompanyLink {
  const at = now.toISOString();
  const stamp = { createdAt: at, createdBy: caller.userId, updatedAt: at, updatedBy: caller.userId };
  return { ...fields, id: newId(now), ...stamp };
}

/** Both sides of a link, written together with one version. */
export function putLink(
  tenant: VerifiedTenant,
  link: CompanyLink,
  summary: ContactSummary,
  version: number,
): Write[] {
  const guard =
    version === 1
      ? { condition: { absent: true as const } }
      : { condition: { version: version - 1 }, refused: stale };
  const onCompany: ContactLink = { ...link, contact: summary };
  return [
    {
      op: 'put',
      item: writeItem(contactLinkItem, contactLinkKey(tenant, link.companyId, link.id), onCompany, {
        version,
        feed: { tenant, at: link.updatedAt, id: link.id },
      }),
      ...guard,
    },
    {
      op: 'put',
      item: writeItem(companyLinkItem, companyLinkKey(tenant, link.contactId, link.id), link, { version }),
      ...guard,
    },
  ];
}

export function deleteLink(tenant: VerifiedTenant, link: CompanyLink, version: number, now: Date): Write[] {
  const guard = { condition: { version }, refused: stale };
  const key = contactLinkKey(tenant, link.companyId, link.id);
  return [
    { op: 'delete', key, ...guard },
    markGone(tenant, key, { kind: contactLinkItem.kind, id: link.id }, now),
    { op: 'delete', key: companyLinkKey(tenant, link.contactId, link.id), ...guard },
  ];
}

/**
 * Refreshes the summary of a person on a company's card and leaves the link's own fields and version alone: the
 * link has not changed, and whoever is about to change it must not be told so.
 */
export const refreshSummary = (
  tenant: VerifiedTenant,
  link: CompanyLink,
  version: number,
  summary: ContactSummary,
): Write => ({
  op: 'set',
  key: contactLinkKey(tenant, link.companyId, link.id),
  attribute: 'contact',
  value: summary,
  condition: { version },
  refused: stale,
});

/** Counts a place that a person is given; two at once cannot both be the last that is allowed. */
export const countPlace = (tenant: VerifiedTenant, contactId: string, added: number): Write => ({
  op: 'put',
  item: writeItem(placesItem, placesKey(tenant, contactId), { added: added + 1 }, { version: added + 1 }),
  ...unchanged(added),
});

/** Holds a write to the places that were read: none has been added since. */
export const noPlaceSince = (tenant: VerifiedTenant, contactId: string, added: number): Write => ({
  op: 'check',
  key: placesKey(tenant, contactId),
  ...unchanged(added),
});

const unchanged = (added: number) => ({
  condition: added === 0 ? { absent: true as const } : { version: added },
  refused: stale,
});
