import type * as z from 'zod';
import type { addressSchema, EmailEntry, EmailInput, Phone, PhoneInput } from '../clients/channels.ts';
import type { Company, companyPatchSchema } from '../clients/company.ts';
import type { Contact, contactPatchSchema } from '../clients/contact.ts';
import { foldName } from '../clients/name.ts';

type CompanyPatch = Omit<z.output<typeof companyPatchSchema>, 'baseVersion'>;
type ContactPatch = Omit<z.output<typeof contactPatchSchema>, 'baseVersion'>;

/** Cells as they would be stored: filled or absent, with phones and e-mails that can be compared with what is there. */
type Filled<Patch> = {
  readonly [Field in Exclude<keyof Patch, 'phones' | 'emails'>]?: Exclude<Patch[Field], null> | undefined;
} & {
  readonly phones?: readonly Phone[] | undefined;
  readonly emails?: readonly EmailEntry[] | undefined;
};
export type CompanyValues = Filled<CompanyPatch>;
export type ContactValues = Filled<ContactPatch>;

type Address = z.output<typeof addressSchema>;
type BankAccount = NonNullable<NonNullable<Company['finances']>['bankAccounts']>[number];

/** A list with what is new in it, or nothing where nothing is. */
function joined<One>(
  here: readonly One[] | undefined,
  more: readonly One[] | undefined,
  isSame: (one: One, other: One) => boolean,
): One[] | undefined {
  const fresh = (more ?? []).filter((one) => !here?.some((known) => isSame(known, one)));
  return fresh.length === 0 ? undefined : [...(here ?? []), ...fresh];
}

const numberOf = (phone: PhoneInput): string => (typeof phone === 'string' ? phone : phone.number);
const kindOf = (phone: PhoneInput): string => (typeof phone === 'string' ? 'work' : (phone.kind ?? 'work'));
const addressOf = (email: EmailInput): string => (typeof email === 'string' ? email : email.address);

/** The same number for the same use: a telephone that is also the fax stays both. */
const samePhone = (one: PhoneInput, other: PhoneInput): boolean =>
  numberOf(one) === numberOf(other) && kindOf(one) === kindOf(other);
const sameEmail = (one: EmailInput, other: EmailInput): boolean => addressOf(one) === addressOf(other);
const sameText = (one: string, other: string): boolean => one === other;
const sameId = (one: { source: string; id: string }, other: { source: string; id: string }): boolean =>
  one.source === other.source && one.id === other.id;

/** The address of the same kind takes over what the row says; another kind is added. */
function mergedAddresses(
  here: readonly Address[] | undefined,
  more: readonly Address[] | undefined,
): Address[] | undefined {
  if (more === undefined || more.length === 0) return undefined;
  const merged = [...(here ?? [])];
  for (const address of more) {
    const place = merged.findIndex((known) => known.kind === address.kind);
    if (place === -1) merged.push(address);
    else merged[place] = { ...merged[place], ...address };
  }
  return merged;
}

/** The account of the same number takes over what the row says; a row without a number speaks of the first one. */
function mergedAccounts(
  here: readonly BankAccount[] | undefined,
  more: readonly BankAccount[] | undefined,
): BankAccount[] | undefined {
  if (more === undefined || more.length === 0) return undefined;
  const merged = [...(here ?? [])];
  for (const account of more) {
    const numbered = account.account ?? account.iban;
    const place = merged.findIndex(
      (known) => numbered === undefined || (known.account ?? known.iban) === numbered,
    );
    if (place === -1) merged.push(account);
    else merged[place] = { ...merged[place], ...account };
  }
  return merged;
}

/** A name that differs by what does not tell names apart is no other one: lists write one client in several ways. */
const renamed = (here: string, more: string | undefined): string | undefined =>
  more === undefined || foldName(more) === foldName(here) ? undefined : more;

const filled = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

/**
 * What a row changes on a company that is here already, as a merge patch: a filled cell replaces, lists grow by what is new, and
 * nothing is ever emptied or taken away.
 */
export function mergeCompany(company: Company, cells: CompanyValues): CompanyPatch {
  const { phones, emails, tags, externalIds, addresses, finances, ...plain } = cells;
  const { bankAccounts, ...amounts } = finances ?? {};
  const accounts = mergedAccounts(company.finances?.bankAccounts, bankAccounts ?? undefined);
  const financial = { ...amounts, ...(accounts === undefined ? {} : { bankAccounts: accounts }) };
  return filled({
    ...plain,
    name: renamed(company.name, cells.name),
    phones: joined<PhoneInput>(company.phones, phones, samePhone),
    emails: joined<EmailInput>(company.emails, emails, sameEmail),
    tags: joined(company.tags, tags, sameText),
    externalIds: joined(company.externalIds, externalIds, sameId),
    addresses: mergedAddresses(company.addresses, addresses),
    finances: Object.keys(financial).length === 0 ? undefined : financial,
  });
}

/** As `mergeCompany`, of a person. */
export function mergeContact(contact: Contact, cells: ContactValues): ContactPatch {
  const { phones, emails, tags, externalIds, addresses, ...plain } = cells;
  return filled({
    ...plain,
    name: renamed(contact.name, cells.name),
    phones: joined<PhoneInput>(contact.phones, phones, samePhone),
    emails: joined<EmailInput>(contact.emails, emails, sameEmail),
    tags: joined(contact.tags, tags, sameText),
    externalIds: joined(contact.externalIds, externalIds, sameId),
    addresses: mergedAddresses(contact.addresses, addresses),
  });
}

/** Only what is filled: a row empties nothing. */
export function withoutEmpty<Fields extends object>(fields: Fields) {
  type Given = { [Field in keyof Fields]: Exclude<Fields[Field], null> };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Given;
}
