import * as z from 'zod';
import { missingSchema } from '../batch.ts';
import { currencySchema } from '../currency.ts';
import { codedIssue } from '../issue.ts';
import { nonNegativeMoneySchema } from '../money.ts';
import { baseVersionField, patchFields } from '../patch-schema.ts';
import { externalIdSchema, ownershipFields, recordFields, tagsSchema, versionSchema } from '../record.ts';
import {
  accountSchema,
  bikSchema,
  ibanSchema,
  innSchema,
  kppSchema,
  ogrnSchema,
  swiftSchema,
} from '../requisites.ts';
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

export const companyStatusSchema = z.enum(['prospect', 'customer', 'former']);

/** Most phones, and most e-mail addresses, one record may have: each is a lookup written in its transaction. */
export const MAX_CHANNELS = 10;

const bankAccountSchema = z
  .strictObject({
    bank: line(200).optional(),
    bik: bikSchema.optional(),
    account: accountSchema.optional().meta({ description: 'Settlement account, 20 digits' }),
    correspondentAccount: accountSchema.optional(),
    iban: ibanSchema.optional(),
    swift: swiftSchema.optional(),
    currency: currencySchema.optional(),
  })
  .meta({ id: 'BankAccount', description: 'Bank requisites' });

const financeFields = {
  annualRevenue: nonNegativeMoneySchema.optional(),
  budget: nonNegativeMoneySchema.optional(),
  creditLimit: nonNegativeMoneySchema.optional(),
  bankAccounts: z.array(bankAccountSchema).max(10).optional(),
};

const financesSchema = z
  .strictObject(financeFields)
  .meta({ id: 'Finances', description: 'Finances of a client' });
const financesPatchSchema = z.strictObject(patchFields(financeFields));

/** A dictionary entry's id: short, stable, written by people who set up the tenant. */
export const entryIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,49}$/)
  .meta({ description: 'Id of a dictionary entry', examples: ['retail'] });

const websiteSchema = line(500)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    codedIssue('url.invalid', 'Give a whole address, such as https://example.com/.'),
  )
  .meta({ description: 'Address of the web site', format: 'uri', examples: ['https://romashka.example/'] });

const plainFields = {
  kind: z.enum(['company', 'person']).meta({ description: 'A firm, or an individual client' }),
  name: line(300),
  legalName: line(500).optional(),
  status: companyStatusSchema,
  inn: innSchema.optional(),
  kpp: kppSchema.optional(),
  ogrn: ogrnSchema.optional(),
  industry: entryIdSchema.optional().meta({ description: 'Entry of the dictionary `industries`' }),
  segment: entryIdSchema.optional().meta({ description: 'Entry of the dictionary `segments`' }),
  leadSource: entryIdSchema.optional().meta({ description: 'Entry of the dictionary `lead-sources`' }),
  ...ownershipFields,
  tags: tagsSchema.optional(),
  website: websiteSchema.optional(),
  addresses: z.array(addressSchema).max(20).optional(),
  employees: z.int().min(0).max(10_000_000).optional().meta({ description: 'Number of employees' }),
  foundedYear: z.int().min(1000).max(2200).optional(),
  finances: financesSchema.optional(),
  zone: zoneSchema.optional(),
  language: languageSchema.optional(),
  description: paragraphs(5000).optional(),
  externalIds: z.array(externalIdSchema).max(10).optional(),
};

const inputFields = {
  ...plainFields,
  phones: z.array(phoneInputSchema).max(MAX_CHANNELS).optional(),
  emails: z.array(emailInputSchema).max(MAX_CHANNELS).optional(),
};

/** What a client of the API sends to create a company. */
export const companyInputSchema = z
  .strictObject({
    ...inputFields,
    kind: inputFields.kind.default('company'),
    status: inputFields.status.default('prospect'),
  })
  .meta({ id: 'CompanyInput', description: 'A client to be created' });

/** What a client of the API sends to change a company. */
export const companyPatchSchema = z
  .strictObject({
    ...patchFields({ ...inputFields, finances: financesPatchSchema.optional() }),
    ...baseVersionField,
  })
  .meta({ id: 'CompanyPatch', description: 'The fields to change; null empties a field' });

/** The fields of a company as stored: phones in E.164, e-mails in lower case. */
export const companyFieldsSchema = z.strictObject({
  ...plainFields,
  phones: z.array(phoneSchema).max(MAX_CHANNELS).optional(),
  emails: z.array(emailEntrySchema).max(MAX_CHANNELS).optional(),
});
export type CompanyFields = z.output<typeof companyFieldsSchema>;

/** A company as stored. */
export const companySchema = companyFieldsSchema.extend(recordFields);
export type Company = z.output<typeof companySchema>;

/** A company as answered. */
export const companyViewSchema = companySchema
  .extend({ version: versionSchema })
  .meta({ id: 'Company', description: 'A client: a firm or an individual' });
export type CompanyView = z.output<typeof companyViewSchema>;

/** Companies as answered to their ids. */
export const companiesSchema = z.strictObject({
  companies: z.array(companyViewSchema),
  missing: missingSchema,
});

/** How companies are related. Each kind has its counterpart, written on the other card in the same transaction. */
export const relationKindSchema = z
  .enum(['parent', 'subsidiary', 'partner', 'supplier', 'buyer'])
  .meta({ description: 'What the other company is to this one' });
export type RelationKind = z.infer<typeof relationKindSchema>;

/** What the other side calls the relation: if B is A's parent, A is B's subsidiary. */
export const COUNTERPART: Readonly<Record<RelationKind, RelationKind>> = {
  parent: 'subsidiary',
  subsidiary: 'parent',
  partner: 'partner',
  supplier: 'buyer',
  buyer: 'supplier',
};

export const relationInputSchema = z
  .strictObject({
    kind: relationKindSchema,
    companyId: ulidSchema,
    note: line(500).optional(),
  })
  .meta({ id: 'RelationInput', description: 'A relation to another company' });

/** A relation as stored on one of its two cards. */
export const relationSchema = z.strictObject({
  kind: relationKindSchema,
  companyId: ulidSchema,
  note: line(500).optional(),
  createdAt: recordFields.createdAt,
  createdBy: recordFields.createdBy,
});
export type Relation = z.output<typeof relationSchema>;

export const relationViewSchema = relationSchema
  .extend({ name: z.string().meta({ description: "The other company's name" }) })
  .meta({ id: 'Relation', description: 'What the other company is to this one' });
