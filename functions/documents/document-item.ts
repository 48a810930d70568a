import * as z from 'zod';
import type { Subject } from '../../shared/clients/timeline.ts';
import { documentSchema } from '../../shared/documents/document.ts';
import type { Key, VerifiedTenant } from '../../shared/table.ts';
import { CARD, cardPartition } from '../runtime/references.ts';
import { defineItem } from '../runtime/table/item.ts';

/**
 * A document of a card, whose content is in the bucket. It lies in the card's partition, so that it goes with the card, and
 * beside what is read whenever a card opens, so that a card of a thousand documents opens as fast as one of ten.
 */
export const documentItem = defineItem({ kind: 'document', schema: 1, data: documentSchema });

/** A document that was announced: gone after a day, unless its content came and it was completed. */
export const documentUploadItem = defineItem({ kind: 'document-upload', schema: 1, data: documentSchema });

/** How many documents a card has. It is read whenever the card opens. */
export const documentCountItem = defineItem({
  kind: 'document-count',
  schema: 1,
  data: z.strictObject({ count: z.int().min(0) }),
});

/** Sort keys of documents begin with it; ids carry the time of the announcement, so they are the order of it. */
export const documentPrefix = 'document#';
export const documentUploadPrefix = 'upload#';

export const documentKey = (tenant: VerifiedTenant, subject: Subject, id: string): Key => ({
  pk: cardPartition(tenant, subject),
  sk: `${documentPrefix}${id}`,
});

export const documentUploadKey = (tenant: VerifiedTenant, subject: Subject, id: string): Key => ({
  pk: cardPartition(tenant, subject),
  sk: `${documentUploadPrefix}${id}`,
});

export const documentCountKey = (tenant: VerifiedTenant, subject: Subject): Key => ({
  pk: cardPartition(tenant, subject),
  sk: `${CARD}#documents`,
});

/**
 * Where content is sent, before it is looked at. The bucket forgets what lies here within two days: an address may still be
 * used when its document is gone.
 */
export const incomingKeyOf = (tenantId: string, id: string): string => `documents/incoming/${tenantId}/${id}`;

/** The content of a document: ids alone, never a name that somebody chose. */
export const objectKeyOf = (tenantId: string, id: string): string => `documents/${tenantId}/${id}`;
