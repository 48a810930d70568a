import * as z from 'zod';
import { missingSchema } from '../batch.ts';
import { cardDocumentsSchema } from '../documents/document.ts';
import { baseVersionField, patchFields } from '../patch-schema.ts';
import {
  daySchema,
  externalIdSchema,
  ownershipFields,
  recordFields,
  tagsSchema,
  versionSchema,
} from '../record.ts';
import { line, paragraphs } from '../text.ts';
import { ulidSchema } from '../ulid.ts';
import { languageSchema, zoneSchema } from '../zone.ts';
import {
  addressSchema,
  emailEntrySchema,
  emailInputSchema,
  phoneInputSchema,
  phoneSchema,
} from './channels.ts';
import { MAX_CHANNELS } from './company.ts';

/**
 * Most places at companies one person may have, past ones included. A change of the person refreshes the summary on each
 * card in one transaction of at most 100 items: 15 summaries and 15 timeline entries, at most 60 lookups freed and
 * taken (10 phones, 10 e-mails, 10 external ids), 2 references, and the contact, its entry and the event.
 */
export const MAX_LINKS = 15;

/** Most places a person may be created with: each takes five of the transaction's items. */
export const MAX_LINKS_AT_CREATION = 10;

const plainFields = {
  name: line(300).meta({ description: 'Full name as the person is addressed' }),
  firstName: line(100).optional(),
  lastName: line(100).optional(),
  middleName: line(100).optional().meta({ description: 'Patronymic or middle name' }),
  birthday: daySchema.optional(),
  language: languageSchema.optional(),
  zone: zoneSchema.optional(),
  addresses: z.array(addressSchema).max(10).optional(),
  ...ownershipFields,
  tags: tagsSchema.optional(),
  description: paragraphs(5000).optional(),
  externalIds: z.array(externalIdSchema).max(10).optional(),
};

/** A person's part in the decisions of a company. */
export const decisionRoleSchema = z.enum(['decision-maker', 'influencer', 'user', 'gatekeeper', 'champion']);

const linkFields = {
  jobTitle: line(200).optional(),
  department: line(200).optional(),
  role: decisionRoleSchema.optional().meta({ description: "The person's part in decisions" }),
  influence: z.int().min(1).max(5).optional().meta({ description: '1 (slight) to 5 (decides)' }),
  primary: z.boolean().optional().meta({ description: 'The person to call first' }),
  from: daySchema.optional(),
  to: daySchema
    .optional()
    .meta({ description: 'Last day; a link with a past day is a past role and is kept' }),
  note: line(500).optional(),
};

/** A place does not end before it begins. */
export const linkDatesInOrder = (link: { from?: string | undefined; to?: string | undefined }): boolean =>
  link.from === undefined || link.to === undefined || link.from <= link.to;
const DATES = {
  path: ['to'],
  message: '"to" must not lie before "from".',
  params: { code: 'link.dates-reversed' },
};

/** A person's place at a company, to be created with the person. */
export const companyLinkInputSchema = z
  .strictObject({ companyId: ulidSchema, ...linkFields })
  .refine(linkDatesInOrder, DATES)
  .meta({ id: 'CompanyLinkInput', description: "A person's place at a company" });

/** A person's place at a company, to be added to the company's card. */
export const contactLinkInputSchema = z
  .strictObject({ contactId: ulidSchema, ...linkFields })
  .refine(linkDatesInOrder, DATES)
  .meta({ id: 'ContactLinkInput', description: "A person's place at this company" });

/** What a client of the API sends to change a link. */
export const linkPatchSchema = z
  .strictObject(patchFields(linkFields))
  .meta({ id: 'ContactLinkPatch', description: 'The fields to change; null empties a field' });

const inputFields = {
  ...plainFields,
  phones: z.array(phoneInputSchema).max(MAX_CHANNELS).optional(),
  emails: z.array(emailInputSchema).max(MAX_CHANNELS).optional(),
};

/** What a client of the API sends to create a contact. */
export const contactInputSchema = z
  .strictObject({
    ...inputFields,
    companies: z.array(companyLinkInputSchema).max(MAX_LINKS_AT_CREATION).optional(),
  })
  .meta({ id: 'ContactInput', description: 'A person to be created, with places at companies' });

/** What a client of the API sends to change a contact; links have routes of their own. */
export const contactPatchSchema = z
  .strictObject({ ...patchFields(inputFields), ...baseVersionField })
  .meta({ id: 'ContactPatch', description: 'The fields to change; null empties a field' });

/** The fields of a contact as stored. */
export const contactFieldsSchema = z.strictObject({
  ...plainFields,
  phones: z.array(phoneSchema).max(MAX_CHANNELS).optional(),
  emails: z.array(emailEntrySchema).max(MAX_CHANNELS).optional(),
});

/** A contact as stored. */
export const contactSchema = contactFieldsSchema.extend(recordFields);
export type Contact = z.output<typeof contactSchema>;

/** A contact as answered by a change. */
export const contactViewSchema = contactSchema
  .extend({ version: versionSchema })
  .meta({ id: 'Contact', description: 'A person' });

/** Contacts as answered to their ids. */
export const contactsSchema = z.strictObject({
  contacts: z.array(contactViewSchema),
  missing: missingSchema,
});

/** What a company's card shows of a person; kept on the link so that a card opens with one query. */
export const contactSummarySchema = contactFieldsSchema
  .pick({ name: true, phones: true, emails: true })
  .extend({ version: versionSchema, deletedAt: recordFields.deletedAt })
  .meta({
    id: 'ContactSummary',
    description: 'A person as shown on a card; `version` is that of the contact',
  });
export type ContactSummary = z.output<typeof contactSummarySchema>;

const storedLinkFields = {
  id: ulidSchema,
  ...linkFields,
  createdAt: recordFields.createdAt,
  createdBy: recordFields.createdBy,
  updatedAt: recordFields.updatedAt,
  updatedBy: recordFields.updatedBy,
};

/** A link as stored on the company's card. */
export const contactLinkSchema = z.strictObject({
  ...storedLinkFields,
  companyId: ulidSchema,
  contactId: ulidSchema,
  contact: contactSummarySchema,
});
export type ContactLink = z.output<typeof contactLinkSchema>;

/** A link as stored on the contact's card. */
export const companyLinkSchema = z.strictObject({
  ...storedLinkFields,
  companyId: ulidSchema,
  contactId: ulidSchema,
});
export type CompanyLink = z.output<typeof companyLinkSchema>;

export const contactLinkViewSchema = contactLinkSchema
  .extend({ version: versionSchema })
  .meta({ id: 'ContactLink', description: "A person's place at this company" });

export const companyLinkViewSchema = companyLinkSchema
  .extend({ version: versionSchema, companyName: z.string() })
  .meta({ id: 'CompanyLink', description: 'A company this person belongs or belonged to' });

/** A contact with the companies the caller may see. */
export const contactCardSchema = contactViewSchema
  .extend({ companies: z.array(companyLinkViewSchema), documents: cardDocumentsSchema })
  .meta({ id: 'ContactCard', description: 'A person with their places at companies and latest documents' });
