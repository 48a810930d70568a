import * as z from 'zod';
import { codedIssue } from './issue.ts';
import { line } from './text.ts';
import { ulidSchema } from './ulid.ts';

/** An instant: RFC 3339 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instantSchema = z.iso
  .datetime({ precision: 3 })
  .meta({ description: 'RFC 3339 instant in UTC with milliseconds', examples: ['2026-11-23T09:30:00.000Z'] });

/** Other years have a sign or another length in ISO 8601, and are no time of any client base. */
function hasPlainYear(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  // What is no time at all is refused as that.
  return Number.isNaN(year) || (year >= 1 && year <= 9999);
}

/** An instant as a client may send it: any RFC 3339 offset and precision. `toInstant` brings it to UTC. */
export const instantInputSchema = z.iso
  .datetime({ offset: true })
  .refine(hasPlainYear, codedIssue('time.out-of-range', 'Give a time whose year in UTC is from 1 to 9999.'))
  .meta({ description: 'RFC 3339 instant, any offset', examples: ['2026-11-23T12:30:00+03:00'] });

/** An RFC 3339 text with any offset as an instant in UTC with milliseconds. */
export const toInstant = (text: string): string => new Date(text).toISOString();

/** A calendar day without a time or zone. */
export const daySchema = z.iso.date().meta({ description: 'Calendar day', examples: ['2026-11-23'] });

/** Who owns a record, and which team works it: what access depends on. */
export const ownershipFields = {
  owner: ulidSchema.optional().meta({ description: 'Id of the user who works this record' }),
  team: ulidSchema.optional().meta({ description: 'Id of the team that works this record' }),
};

export const tagsSchema = z
  .array(line(50))
  .max(50)
  .meta({ description: 'Free labels', examples: [['exhibition-2026', 'VIP']] });

/** The id a record has in another system; (source, id) is unique within a tenant. */
export const externalIdSchema = z
  .strictObject({
    source: line(50).refine(
      (source) => !source.includes(':'),
      codedIssue('external-id.source-colon', 'A source has no colon: "source:id" is how it is looked up.'),
    ),
    id: line(200),
  })
  .meta({
    description: 'Id in another system; (source, id) is unique',
    examples: [{ source: '1c', id: '000000123' }],
  });

/** What every stored record carries beside its own fields. */
export const recordFields = {
  id: ulidSchema,
  createdAt: instantSchema,
  createdBy: ulidSchema,
  updatedAt: instantSchema,
  updatedBy: ulidSchema,
  deletedAt: instantSchema.optional(),
};

export const versionSchema = z
  .int()
  .min(1)
  .meta({ description: 'Version of the record; also its ETag', examples: [3] });
