import type { Company } from './company.ts';
import { foldName } from './name.ts';

/** By what a list, or another program, names a firm. */
export interface CompanyIdentity {
  readonly externalIds?: readonly { readonly source: string; readonly id: string }[] | undefined;
  readonly inn?: string | undefined;
  readonly kpp?: string | undefined;
  readonly name?: string | undefined;
}

/** The part of a company on which it depends whether it is the one that is named. */
export type Identifiable = Pick<Company, 'id' | 'name' | 'inn' | 'kpp' | 'externalIds'>;

/** None that is meant, the one, or several of which a person has to choose. */
export type Choice<One> =
  | { readonly none: true }
  | { readonly one: One }
  | { readonly several: readonly One[] };

/**
 * Which firm is meant: the one that has an external id of the identity, else the one with its INN and KPP, else the one that
 * is called exactly so. A firm that contradicts the identity (another INN, another KPP, another id in the same system) is never it.
 *
 * @param candidates Firms that have one of its external ids, its INN or its name.
 */
export function chooseCompany<One extends Identifiable>(
  identity: CompanyIdentity,
  candidates: readonly One[],
): Choice<One> {
  const byExternalId = candidates.filter((company) => sharesExternalId(identity, company));
  if (byExternalId.length > 0) return choiceOf(byExternalId);
  const possible = candidates.filter((company) => !hasOtherExternalId(identity, company));
  const byInn = possible.filter((company) => identity.inn !== undefined && company.inn === identity.inn);
  const sameBranch = byInn.filter(({ kpp }) => kpp === identity.kpp);
  if (sameBranch.length > 0) return choiceOf(sameBranch);
  // One of the two leaves the KPP out: then the INN alone has to tell.
  const unsaid = byInn.filter(({ kpp }) => kpp === undefined || identity.kpp === undefined);
  if (unsaid.length > 0) return choiceOf(unsaid);
  const { name } = identity;
  if (name === undefined) return { none: true };
  const folded = foldName(name);
  return choiceOf(
    possible.filter(
      (company) =>
        foldName(company.name) === folded &&
        agrees(company.inn, identity.inn) &&
        agrees(company.kpp, identity.kpp),
    ),
  );
}

const choiceOf = <One>(found: readonly One[]): Choice<One> => {
  const [one, another] = found;
  if (one === undefined) return { none: true };
  return another === undefined ? { one } : { several: found };
};

const agrees = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other;

const sharesExternalId = ({ externalIds = [] }: CompanyIdentity, company: Identifiable): boolean =>
  externalIds.some(({ source, id }) =>
    company.externalIds?.some((known) => known.source === source && known.id === id),
  );

const hasOtherExternalId = ({ externalIds = [] }: CompanyIdentity, company: Identifiable): boolean =>
  externalIds.some(({ source }) => company.externalIds?.some((known) => known.source === source));

/** By what a list, or another program, names a person. */
export interface PersonIdentity {
  readonly externalIds?: CompanyIdentity['externalIds'];
  /** Addresses in their stored form. */
  readonly emails?: readonly string[] | undefined;
  /** Numbers in E.164. */
  readonly phones?: readonly string[] | undefined;
  readonly name?: string | undefined;
}

/** The part of a person on which it depends whether it is the one that is named. */
export interface IdentifiablePerson extends PersonIdentity {
  readonly id: string;
  readonly name: string;
}

/**
 * Which person is meant: the one with an external id of the identity; else, among the people of the firm, the one with an e-mail
 * address or the exact name; else, anywhere, the one with an e-mail address or a number and the same name, since offices share both.
 *
 * @param colleagues People of the firm.
 * @param others People anywhere who have an external id, an e-mail address or a number of the identity.
 */
export function choosePerson<One extends IdentifiablePerson>(
  identity: PersonIdentity,
  colleagues: readonly One[],
  others: readonly One[],
): Choice<One> {
  const everybody = [...new Map([...colleagues, ...others].map((one) => [one.id, one])).values()];
  const byExternalId = everybody.filter(({ externalIds }) =>
    identity.externalIds?.some((wanted) =>
      externalIds?.some(({ source, id }) => source === wanted.source && id === wanted.id),
    ),
  );
  if (byExternalId.length > 0) return choiceOf(byExternalId);
  const possible = (one: One): boolean =>
    !identity.externalIds?.some(({ source }) => one.externalIds?.some((known) => known.source === source));
  const named = (one: One): boolean =>
    identity.name === undefined || foldName(one.name) === foldName(identity.name);
  const reached = (one: One): boolean =>
    overlaps(identity.emails, one.emails) || overlaps(identity.phones, one.phones);
  const here = colleagues.filter(possible);
  for (const fits of [
    (one: One) => named(one) && reached(one),
    (one: One) => overlaps(identity.emails, one.emails),
    (one: One) => identity.name !== undefined && named(one),
  ]) {
    const found = here.filter(fits);
    if (found.length > 0) return choiceOf(found);
  }
  return choiceOf(others.filter((one) => possible(one) && named(one) && reached(one)));
}

const overlaps = (one: readonly string[] = [], other: readonly string[] = []): boolean =>
  one.some((value) => other.includes(value));
