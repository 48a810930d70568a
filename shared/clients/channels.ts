import * as z from 'zod';
import { countrySchema } from '../country.ts';
import { emailSchema } from '../email.ts';
import { line } from '../text.ts';

/** What a telephone number is for. */
export const phoneKindSchema = z.enum(['work', 'mobile', 'home', 'fax', 'other']);

/** A telephone number as stored and answered. */
export const phoneSchema = z
  .strictObject({
    number: line(60).meta({
      description: 'E.164 when dialable, else as written',
      examples: ['+74951234567'],
    }),
    kind: phoneKindSchema,
    extension: z
      .string()
      .regex(/^\d{1,11}$/)
      .optional(),
    label: line(50).optional(),
    dialable: z.boolean().meta({ description: 'false: kept as written, found by no caller lookup' }),
  })
  .meta({ id: 'Phone', description: 'A telephone number' });
export type Phone = z.infer<typeof phoneSchema>;

/** A telephone number as a client sends it: plain text, or with its kind, country and label. */
export const phoneInputSchema = z
  .union([
    line(60),
    z.strictObject({
      number: line(60),
      kind: phoneKindSchema.optional(),
      extension: z
        .string()
        .regex(/^\d{1,11}$/)
        .optional(),
      label: line(50).optional(),
      country: countrySchema
        .optional()
        .meta({ description: "Country of a national number; default: the tenant's" }),
      dialable: z.boolean().optional().meta({
        description:
          'false keeps a number that is no valid number today (an old or incomplete one) as written',
      }),
    }),
  ])
  .meta({ id: 'PhoneInput', description: 'A telephone number in any usual notation' });
export type PhoneInput = z.infer<typeof phoneInputSchema>;

export const emailKindSchema = z.enum(['work', 'personal', 'invoice', 'other']);

/** An e-mail address as stored and answered: lower case. */
export const emailEntrySchema = z
  .strictObject({ address: emailSchema, kind: emailKindSchema, label: line(50).optional() })
  .meta({ id: 'Email', description: 'An e-mail address' });
export type EmailEntry = z.infer<typeof emailEntrySchema>;

/** An e-mail address as a client sends it: plain text, or with its kind and label. */
export const emailInputSchema = z
  .union([
    line(254),
    z.strictObject({ address: line(254), kind: emailKindSchema.optional(), label: line(50).optional() }),
  ])
  .meta({ id: 'EmailInput', description: 'An e-mail address' });
export type EmailInput = z.infer<typeof emailInputSchema>;

/** A postal or street address; the country is an ISO 3166-1 code. */
export const addressSchema = z
  .strictObject({
    kind: z.enum(['legal', 'actual', 'postal', 'delivery', 'other']).default('actual'),
    line: line(300)
      .optional()
      .meta({ description: 'Street, house, office', examples: ['ул. Ленина, 5, оф. 12'] }),
    city: line(100).optional(),
    region: line(100).optional(),
    postalCode: line(20).optional(),
    country: countrySchema.optional(),
  })
  .meta({ id: 'Address', description: 'An address' });
