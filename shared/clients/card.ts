import * as z from 'zod';
import { cardDocumentsSchema } from '../documents/document.ts';
import { companyViewSchema, relationViewSchema } from './company.ts';
import { contactLinkViewSchema } from './contact.ts';
import { clientStatsSchema } from './stats.ts';
import { timelinePageSchema } from './timeline.ts';

/** The whole card in one answer. */
export const cardSchema = z
  .strictObject({
    company: companyViewSchema,
    contacts: z
      .array(contactLinkViewSchema)
      .meta({ description: 'People with their roles, current ones first' }),
    relations: z.array(relationViewSchema),
    timeline: timelinePageSchema.meta({ description: 'The latest 20 entries' }),
    documents: cardDocumentsSchema,
    stats: clientStatsSchema,
  })
  .meta({ id: 'Card', description: 'A client with its surroundings' });

/** How many timeline entries a card opens with. */
export const CARD_TIMELINE_ENTRIES = 20;
