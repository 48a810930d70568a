import * as z from 'zod';
import { visibilitySchema } from '../access.ts';
import { countrySchema } from '../country.ts';
import { currencySchema } from '../currency.ts';
import { baseVersionField, patchFields } from '../patch-schema.ts';
import { recordFields, versionSchema } from '../record.ts';
import { line } from '../text.ts';
import { languageSchema, zoneSchema } from '../zone.ts';

const settings = {
  name: line(200),
  country: countrySchema.meta({ description: 'Country of national phone numbers' }),
  currency: currencySchema.meta({ description: 'Currency of amounts that name none' }),
  zone: zoneSchema.meta({ description: 'Zone of people who have not chosen their own' }),
  language: languageSchema,
  visibility: visibilitySchema,
};

/** A tenant as stored: one customer organisation. */
export const tenantSchema = z.strictObject({
  ...settings,
  /** Fixed when the tenant is made: existing `feed` entries stay on the shards they were written to. */
  feedShards: z.int().min(1).max(64),
  ...recordFields,
});
export type Tenant = z.output<typeof tenantSchema>;

/** A tenant as answered. */
export const tenantViewSchema = tenantSchema
  .omit({ feedShards: true })
  .extend({ version: versionSchema })
  .meta({ id: 'Tenant', description: 'The organisation and its settings' });

export const tenantPatchSchema = z
  .strictObject({ ...patchFields(settings), ...baseVersionField })
  .meta({ id: 'TenantPatch', description: 'The settings to change' });

/** What an organisation begins with where nothing else is said. */
export const newTenantFields = {
  name: settings.name,
  country: settings.country.default('RU'),
  currency: settings.currency.default('RUB'),
  zone: settings.zone.default('Europe/Moscow'),
  language: settings.language.default('ru'),
  visibility: settings.visibility.default('all'),
};

/** Most organisations that one identity may found by signing up. */
export const MAX_FOUNDED = 3;

/** What somebody who signs up tells of the organisation; the e-mail address is the verified one of the login. */
export const organisationInputSchema = z
  .strictObject({
    ...newTenantFields,
    founder: z
      .strictObject({
        name: line(200).optional().meta({ description: 'Your name; by default that of your login' }),
        language: languageSchema.optional(),
      })
      .default({}),
  })
  .meta({
    id: 'OrganisationInput',
    description: 'An organisation to be made, with you as its administrator',
  });
