import * as z from 'zod';
import { ulidSchema } from './ulid.ts';

/**
 * Most records of one read by ids: what one BatchGetItem takes. A hundred cards with every field full of Cyrillic make
 * 5 MB; a function may answer with 6.
 */
export const MAX_BATCH_IDS = 100;

/** Ids as a query has them, separated by commas; who names one twice gets it once. */
export const idsSchema = z
  .string()
  .transform((text) => [...new Set(text.split(','))])
  .pipe(z.array(ulidSchema).min(1).max(MAX_BATCH_IDS))
  .meta({ description: `Ids, separated by commas: 1 to ${MAX_BATCH_IDS}; a doubled one counts once` });

/** Beside the records found: the ids of those that are not there, or that the caller may not see. */
export const missingSchema = z
  .array(ulidSchema)
  .meta({ description: 'The ids that are not there, or that you may not see' });
