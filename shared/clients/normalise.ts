import type { CountryCode } from '../country.ts';
import { normaliseEmail } from '../email.ts';
import type { FieldIssue } from '../errors.ts';
import { normalisePhone } from '../phone.ts';
import { checkAccount, checkCorrespondentAccount } from '../requisites.ts';
import type { EmailEntry, EmailInput, Phone, PhoneInput } from './channels.ts';
import type { CompanyFields } from './company.ts';

interface ChannelsInput {
  readonly phones?: readonly PhoneInput[] | null | undefined;
  readonly emails?: readonly EmailInput[] | null | undefined;
}

/** The given fields with their phones and e-mails as they are stored. */
export type WithChannels<Input> = Omit<Input, 'phones' | 'emails'> & {
  phones?: Phone[] | null | undefined;
  emails?: EmailEntry[] | null | undefined;
};

/** The stored form, or what is wrong with it. */
export type Normalised<Value> = { readonly value: Value } | { readonly issues: readonly FieldIssue[] };

/**
 * Brings phones to E.164 and e-mails to lower case. A number that is none today is refused, unless the caller says
 * `dialable: false`: then it is kept as written, and no caller lookup finds it. Doubles are dropped; a phone that is
 * also the fax stays both.
 *
 * @param country Country of national numbers that name none.
 */
export function normaliseChannels<Input extends ChannelsInput>(
  input: Input,
  country: CountryCode,
): Normalised<WithChannels<Input>> {
  const issues: FieldIssue[] = [];
  const { phones, emails, ...rest } = input;
  const value: WithChannels<Input> = rest;
  if (phones === null) value.phones = null;
  else if (phones)
    value.phones = unique(
      collect(phones, '/phones', (phone) => storedPhone(phone, country), issues),
      (one) => JSON.stringify([one.number, one.extension, one.kind]),
    );
  if (emails === null) value.emails = null;
  else if (emails)
    value.emails = unique(collect(emails, '/emails', storedEmail, issues), (one) => one.address);
  return issues.length > 0 ? { issues } : { value };
}

type Refused = { readonly code: string; readonly message: string };

function collect<In, Out>(
  inputs: readonly In[],
  pointer: string,
  convert: (input: In) => { value: Out } | Refused,
  issues: FieldIssue[],
): Out[] {
  return inputs.flatMap((input, index) => {
    const result = convert(input);
    if ('value' in result) return [result.value];
    issues.push({ pointer: `${pointer}/${index}`, ...result });
    return [];
  });
}

const unique = <T>(values: readonly T[], identity: (value: T) => string): T[] => [
  ...new Map(values.map((value) => [identity(value), value])).values(),
];

function storedPhone(input: PhoneInput, country: CountryCode): { value: Phone } | Refused {
  const given = typeof input === 'string' ? { number: input } : input;
  const labels = {
    kind: given.kind ?? ('work' as const),
    ...(given.label === undefined ? {} : { label: given.label }),
  };
  const result = normalisePhone(given.number, given.country ?? country);
  if (given.dialable === false) {
    if (!/\d.*\d/.test(given.number))
      return {
        code: 'phone.not-a-number',
        message: 'A phone number has digits, even one that cannot be dialled.',
      };
    const extension = given.extension === undefined ? {} : { extension: given.extension };
    return { value: { number: given.number, ...labels, ...extension, dialable: false } };
  }
  if ('error' in result) {
    return {
      code: result.error,
      message: `${result.message} To keep the number as written, send it with "dialable": false.`,
    };
  }
  const extension = given.extension ?? result.extension;
  return {
    value: {
      number: result.e164,
      ...labels,
      ...(extension === undefined ? {} : { extension }),
      dialable: true,
    },
  };
}

function storedEmail(input: EmailInput): { value: EmailEntry } | Refused {
  const given = typeof input === 'string' ? { address: input } : input;
  const result = normaliseEmail(given.address);
  if ('error' in result) return { code: result.error, message: result.message };
  const label = given.label === undefined ? {} : { label: given.label };
  return { value: { address: result.email, kind: given.kind ?? 'work', ...label } };
}

/** Rules between the requisites of a company: an account's check digit depends on its bank. */
export function checkRequisites(company: Pick<CompanyFields, 'finances'>): FieldIssue[] {
  return (company.finances?.bankAccounts ?? []).flatMap(({ bik, account, correspondentAccount }, index) => {
    if (bik === undefined) return [];
    const at = `/finances/bankAccounts/${index}`;
    const wrong = account === undefined ? undefined : checkAccount(account, bik);
    const wrongCorrespondent =
      correspondentAccount === undefined ? undefined : checkCorrespondentAccount(correspondentAccount, bik);
    return [
      ...(wrong ? [{ pointer: `${at}/account`, ...wrong }] : []),
      ...(wrongCorrespondent ? [{ pointer: `${at}/correspondentAccount`, ...wrongCorrespondent }] : []),
    ];
  });
}
