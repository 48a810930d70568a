import type { Company } from '../../shared/clients/company.ts';
import { type Choice, type CompanyIdentity, chooseCompany } from '../../shared/clients/identity.ts';
import { foldName } from '../../shared/clients/name.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { readItem, type Stored } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { companyItem, companyKey } from './company-item.ts';
import { externalValue, type LookupKind } from './lookup-item.ts';
import { isTooMany, type Lookup, LookupReader, lookupName } from './lookup-reader.ts';
import { Memory } from './memory.ts';

/** A firm that is stored, or, in a rehearsal, would be. */
export interface KnownFirm {
  readonly stored: Stored<Company>;
  readonly rehearsed?: true;
}

/** What an identity comes to. */
export type FirmMatch =
  | Choice<KnownFirm>
  /** An external id belongs to a person, or to a firm that the caller may not see. */
  | { readonly taken: true }
  /** More firms have its INN or its name than are looked at, and nothing surer tells which is meant. */
  | { readonly tooMany: true };

/** The lookups by which an identity finds its candidates. */
function lookupsOf({ externalIds = [], inn, name }: CompanyIdentity): Lookup[] {
  const of = (kind: LookupKind, value: string): Lookup => ({ kind, value });
  return [
    ...externalIds.map((external) => of('external', externalValue(external))),
    ...(inn === undefined ? [] : [of('inn', inn)]),
    ...(name === undefined ? [] : [of('name', foldName(name))]),
  ];
}

const firmOf = (known: KnownFirm) => {
  const { id, name, inn, kpp, externalIds } = known.stored.data;
  return { id, name, inn, kpp, externalIds, known };
};

/**
 * Firms that many identities may mean, read in as few requests as the table allows: all external ids in one request for 100
 * of them, then a query for each INN and each name that the external ids have not settled, then the firms. Reads are consistent: what was
 * written a moment ago is found. What is written meanwhile has to be told by `learn`.
 */
export class FirmMatcher {
  readonly #tenant: VerifiedTenant;
  readonly #lookups: LookupReader;
  readonly #firms = new Map<string, KnownFirm>();
  readonly #memory: Memory<KnownFirm>;

  /** @param memory What was learned before; in a rehearsal it goes from one part of the list to the next. */
  constructor(table: Table, tenant: VerifiedTenant, memory = new Memory<KnownFirm>()) {
    this.#tenant = tenant;
    this.#lookups = new LookupReader(table, tenant, 'company');
    this.#memory = memory;
  }

  /** Reads all that the identities need to be matched. */
  async prepare(identities: readonly CompanyIdentity[]): Promise<void> {
    await this.#lookups.readExternalIds(identities.flatMap(lookupsOf));
    const open = identities.filter(({ externalIds }) => !this.#isSettled(externalIds));
    const rest = open.flatMap(lookupsOf).filter(({ kind }) => kind !== 'external');
    await this.#lookups.readOthers(rest);
    const byName = Map.groupBy(
      identities.flatMap((identity) => firmNames(identity).map((name) => ({ name, identity }))),
      ({ name }) => name,
    );
    /** A thousand branches of one name need not be held for the one of them that is meant. */
    const isMeant = (stored: Stored<Company>): boolean =>
      firmNames(stored.data).some((name) =>
        byName.get(name)?.some(({ identity }) => !('none' in chooseCompany(identity, [firmOf({ stored })]))),
      );
    await this.#lookups.readRecords(
      (id) => !this.#firms.has(id),
      (id) => companyKey(this.#tenant, id),
      (item) => {
        const stored = readItem(companyItem, item);
        // A deleted firm has freed its lookups: this one was deleted in between.
        if (stored.data.deletedAt === undefined && isMeant(stored))
          this.#firms.set(stored.data.id, { stored });
      },
    );
  }

  /**
   * Whom an identity means of those for which `prepare` has read.
   *
   * @param isVisible Firms that the caller may not see are never meant, but for what an external id gives away: that it is taken.
   */
  match(identity: CompanyIdentity, isVisible: (firm: Company) => boolean): FirmMatch {
    const names = lookupsOf(identity).map(lookupName);
    if (names.some((name) => this.#lookups.isOfOtherKind(name))) return { taken: true };
    const found = names.map((name) => this.#idsOf(name)).filter((ids) => !isTooMany(ids));
    const ids = new Set(found.flat());
    const known = [...ids].flatMap((id) => this.#memory.get(id) ?? this.#firms.get(id) ?? []);
    const hidden = known.filter(({ stored }) => !isVisible(stored.data));
    const externalOnly = { externalIds: identity.externalIds };
    if (!('none' in chooseCompany(externalOnly, hidden.map(firmOf)))) return { taken: true };
    return this.#choose(identity, known.filter(({ stored }) => isVisible(stored.data)).map(firmOf));
  }

  /** From the surest to the least sure, so that nothing is asked of too many firms that a surer one has settled. */
  #choose(identity: CompanyIdentity, candidates: readonly ReturnType<typeof firmOf>[]): FirmMatch {
    const { externalIds, inn, kpp } = identity;
    const lookups = lookupsOf(identity);
    for (const [kind, part] of [
      ['external', { externalIds }],
      ['inn', { externalIds, inn, kpp }],
      ['name', identity],
    ] as const) {
      const asked = lookups.filter((lookup) => lookup.kind === kind).map(lookupName);
      if (asked.some((name) => isTooMany(this.#idsOf(name)))) return { tooMany: true };
      const choice = chooseCompany(part, candidates);
      if ('one' in choice) return { one: choice.one.known };
      if ('several' in choice) return { several: choice.several.map((one) => one.known) };
    }
    return { none: true };
  }

  /** To whom a lookup points, stored or learned. */
  #idsOf(name: string): readonly string[] {
    const learned = this.#memory.named(name);
    const stored = this.#lookups.ids(name);
    return learned.length === 0 ? stored : [...new Set([...stored, ...learned])];
  }

  /** Ids of the firms that an identity may mean, as far as they are known. */
  candidates(identity: CompanyIdentity): string[] {
    const names = lookupsOf(identity).map(lookupName);
    return names.flatMap((name) => (isTooMany(this.#idsOf(name)) ? [] : this.#idsOf(name)));
  }

  /** Makes a firm that was written, or in a rehearsal would be, known to the matches that follow. */
  learn(known: KnownFirm): void {
    const { data } = known.stored;
    this.#memory.learn(data.id, lookupsOf(data).map(lookupName), known);
  }

  #isSettled(externalIds: CompanyIdentity['externalIds']): boolean {
    return lookupsOf({ externalIds })
      .map(lookupName)
      .some((name) => this.#lookups.isOfOtherKind(name) || this.#lookups.ids(name).length > 0);
  }
}

/** Everything under which two identities could mean the same firm: rows that share one have to be done one after the other. */
export const firmNames = (identity: CompanyIdentity): string[] => lookupsOf(identity).map(lookupName);
