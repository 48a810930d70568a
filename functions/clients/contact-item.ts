import { contactSchema } from '../../shared/clients/contact.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { defineItem } from '../runtime/table/item.ts';
import { CARD, cardPartition } from './company-item.ts';

export const contactItem = defineItem({ kind: 'contact', schema: 1, data: contactSchema });

export const contactKey = (tenant: VerifiedTenant, id: string): Key => ({
  pk: cardPartition(tenant, { type: 'contact', id }),
  sk: CARD,
});
