import * as z from 'zod';
import { line } from '../text.ts';
import { ulidSchema } from '../ulid.ts';

export const lookupQuerySchema = z
  .strictObject({
    phone: line(60)
      .optional()
      .meta({ description: 'Any usual notation', examples: ['8 (495) 123-45-67'] }),
    email: line(254)
      .optional()
      .meta({ description: 'In any case', examples: ['Info@Romashka.example'] }),
    inn: line(12)
      .optional()
      .meta({ description: 'Russian taxpayer number, 10 or 12 digits', examples: ['7707083893'] }),
    externalId: line(251)
      .optional()
      .meta({ description: '`source:id`', examples: ['1c:000000123'] }),
  })
  .refine((query) => Object.values(query).filter((value) => value !== undefined).length === 1, {
    message: 'Give exactly one of phone, email, inn, externalId.',
    params: { code: 'lookup.one-key' },
  });

export const lookupHitSchema = z
  .strictObject({
    type: z.enum(['company', 'contact']),
    id: ulidSchema,
    name: z.string(),
    status: z.string().optional().meta({ description: 'Status of a company' }),
    owner: ulidSchema.optional(),
    team: ulidSchema.optional(),
    companies: z
      .array(z.strictObject({ id: ulidSchema, name: z.string(), jobTitle: z.string().optional() }))
      .meta({ description: "A contact's current companies that the caller may see" }),
    updatedAt: z.string(),
  })
  .meta({ id: 'LookupHit', description: 'Whose phone, e-mail, INN or external id it is' });
export type LookupHit = z.output<typeof lookupHitSchema>;

export const lookupResultSchema = z
  .strictObject({ hits: z.array(lookupHitSchema), more: z.boolean() })
  .meta({ id: 'LookupResult', description: 'All of them, best first; `more` says that there were over 50' });

/**
 * Best first: a person before a firm (a caller is a person), one's own before others', people who belong to a
 * company now before those who left, then the record changed last; the id settles the rest.
 */
export function rankHits(hits: readonly LookupHit[], userId: string): LookupHit[] {
  const score = (hit: LookupHit): number =>
    (hit.type === 'contact' ? 4 : 0) +
    (hit.owner === userId ? 2 : 0) +
    (hit.type === 'contact' && hit.companies.length > 0 ? 1 : 0);
  return [...hits].sort(
    (one, other) =>
      score(other) - score(one) ||
      other.updatedAt.localeCompare(one.updatedAt) ||
      one.id.localeCompare(other.id),
  );
}
