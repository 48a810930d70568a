import { companyPatchSchema } from '../../shared/clients/company.ts';
import { contactPatchSchema, linkPatchSchema } from '../../shared/clients/contact.ts';
import type { CompanyIdentity, PersonIdentity } from '../../shared/clients/identity.ts';
import { type Normalised, normaliseChannels } from '../../shared/clients/normalise.ts';
import type { CountryCode } from '../../shared/country.ts';
import type { FieldIssue, KartotekaError } from '../../shared/errors.ts';
import { type CompanyValues, type ContactValues, withoutEmpty } from '../../shared/imports/merging.ts';
import type {
  CompanyCells,
  ContactCells,
  ImportedRow,
  NoteCells,
  PlaceCells,
} from '../../shared/imports/row.ts';
import type { Refusal } from '../../shared/issue.ts';
import { channelsOf } from '../clients/service.ts';

/** A row that is not taken, with what is wrong. */
export class RowRejected extends Error {
  override readonly name = 'RowRejected';
  readonly issues: readonly FieldIssue[];

  constructor(issues: readonly FieldIssue[]) {
    super(issues.map(({ code }) => code).join(', '));
    this.issues = issues;
  }
}

/** What a rule of the product refuses is told of the row in the same words. */
export const rejectionOf = ({ code, message, issues }: KartotekaError): RowRejected =>
  new RowRejected(issues.length > 0 ? issues : [{ code, message }]);

const UNKNOWN: Readonly<Record<'company' | 'contact', Refusal>> = {
  company: {
    code: 'row.company-unknown',
    message:
      'No client here has this INN or external id, and a new one needs a name: give its name, or check the number.',
  },
  contact: {
    code: 'row.contact-unknown',
    message:
      'Nobody here has this e-mail, telephone or external id, and a new person needs a name: give the name, or check the cell.',
  },
};

/** @throws RowRejected where a client that would be made is named without its name */
export function requireName(what: keyof typeof UNKNOWN, name: string | undefined): void {
  if (name === undefined) throw new RowRejected([UNKNOWN[what]]);
}

/** A row whose texts, numbers and addresses are in their stored form, with what it can be found by. */
export interface PreparedRow {
  readonly company?: { readonly cells: CompanyValues; readonly identity: CompanyIdentity };
  readonly contact?: { readonly cells: ContactValues; readonly identity: PersonIdentity };
  readonly place?: PlaceCells;
  readonly parent?: CompanyIdentity;
  readonly note?: NoteCells;
}

function accepted<Value>(normalised: Normalised<Value>): Value {
  if ('issues' in normalised) throw new RowRejected(normalised.issues);
  return normalised.value;
}

/**
 * Brings a row that was read into the form in which clients are stored.
 *
 * @param country Country of national numbers that name none.
 * @throws RowRejected where a number or an address is none
 */
export function prepareRow(row: ImportedRow, country: CountryCode): PreparedRow {
  const { company, contact, place, parent, note } = row;
  return {
    ...(company ? { company: prepareCompany(company, country) } : {}),
    ...(contact ? { contact: prepareContact(contact, country, company !== undefined) } : {}),
    ...(place ? { place: withoutEmpty(linkPatchSchema.parse(place)) } : {}),
    ...(parent ? { parent: parentIdentity(parent) } : {}),
    ...(note ? { note } : {}),
  };
}

function prepareCompany(company: CompanyCells, country: CountryCode): PreparedRow['company'] & object {
  const parsed = companyPatchSchema.parse(company);
  const cells = accepted(normaliseChannels(parsed, country)) as CompanyValues;
  const { externalIds, inn, kpp, name } = cells;
  return { cells, identity: { externalIds, inn, kpp, name } };
}

function prepareContact(
  contact: ContactCells,
  country: CountryCode,
  atCompany: boolean,
): PreparedRow['contact'] & object {
  const parsed = contactPatchSchema.parse(contact);
  const cells = accepted(normaliseChannels(parsed, country)) as ContactValues;
  const { emails, phones } = channelsOf({ emails: cells.emails ?? [], phones: cells.phones ?? [] });
  const { externalIds, name } = cells;
  // At a firm the name tells; numbers are asked for only where there is nothing else.
  return { cells, identity: { externalIds, name, emails, ...(atCompany ? {} : { phones }) } };
}

const parentIdentity = ({
  externalId,
  inn,
  kpp,
  name,
}: NonNullable<ImportedRow['parent']>): CompanyIdentity => ({
  ...(externalId ? { externalIds: [externalId] } : {}),
  inn,
  kpp,
  name,
});
