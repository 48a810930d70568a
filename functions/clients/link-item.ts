import * as z from 'zod';
import { companyLinkSchema, contactLinkSchema } from '../../shared/clients/contact.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { defineItem } from '../runtime/table/item.ts';
import { CARD, cardPartition } from './company-item.ts';

/** A link as it lies on the company's card, with a summary of the person, so that a card opens with one query. */
export const contactLinkItem = defineItem({ kind: 'contact-link', schema: 1, data: contactLinkSchema });

/** The same link as it lies on the contact's card. Both sides have one version and change in one transaction. */
export const companyLinkItem = defineItem({ kind: 'company-link', schema: 1, data: companyLinkSchema });

export const contactLinkKey = (tenant: VerifiedTenant, companyId: string, linkId: string): Key => ({
  pk: cardPartition(tenant, { type: 'company', id: companyId }),
  sk: `${CARD}#contact#${linkId}`,
});

/** Sort keys of the places on a contact's card begin with it. */
export const COMPANY_LINKS = `${CARD}#company#`;

export const companyLinkKey = (tenant: VerifiedTenant, contactId: string, linkId: string): Key => ({
  pk: cardPartition(tenant, { type: 'contact', id: contactId }),
  sk: `${COMPANY_LINKS}${linkId}`,
});

/**
 * How many places a person was ever given after the start. A change of the person refreshes the summary on each place that
 * it has read, so it holds itself to this number: a place added meanwhile would be missed.
 */
export const placesItem = defineItem({
  kind: 'contact-places',
  schema: 1,
  data: z.strictObject({ added: z.int().min(1) }),
});

/** Sorts before the links: a query that has seen the new number goes on to see the new link. */
export const placesKey = (tenant: VerifiedTenant, contactId: string): Key => ({
  pk: cardPartition(tenant, { type: 'contact', id: contactId }),
  sk: `${CARD}#added`,
});
