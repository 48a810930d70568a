import type { EmailEntry, Phone } from '../../shared/clients/channels.ts';
import type { CompanyLink, Contact, ContactSummary } from '../../shared/clients/contact.ts';
import {
  type Choice,
  choosePerson,
  type IdentifiablePerson,
  type PersonIdentity,
} from '../../shared/clients/identity.ts';
import type { VerifiedTenant } from '../../shared/table.ts';
import { readItem } from '../runtime/table/item.ts';
import type { Table } from '../runtime/table/table.ts';
import { CARD, cardPartition } from './company-item.ts';
import { contactItem, contactKey } from './contact-item.ts';
import { contactLinkItem } from './link-item.ts';
import { externalValue, type LookupKind } from './lookup-item.ts';
import { isTooMany, type Lookup, LookupReader, lookupName } from './lookup-reader.ts';
import { Memory } from './memory.ts';

/** A person as far as it is known: with the place at the firm that was asked about, if there is one. */
export interface KnownPerson extends IdentifiablePerson {
  readonly linkId?: string;
}

export type PersonMatch =
  | Choice<KnownPerson>
  /** An external id belongs to a firm. */
  | { readonly taken: true }
  /** More people have its address or its number than are looked at, and nothing surer tells who is meant. */
  | { readonly tooMany: true };

interface Channels {
  readonly phones?: readonly Phone[] | undefined;
  readonly emails?: readonly EmailEntry[] | undefined;
}

/** Phones and e-mails as people are known by them. */
export const channelsOf = ({ phones = [], emails = [] }: Channels) => ({
  emails: emails.map(({ address }) => address),
  phones: phones.filter(({ dialable }) => dialable).map(({ number }) => number),
});

/** The lookups by which an identity finds people anywhere. */
function lookupsOf({ externalIds = [], emails = [], phones = [] }: PersonIdentity): Lookup[] {
  const of = (kind: LookupKind, value: string): Lookup => ({ kind, value });
  return [
    ...externalIds.map((external) => of('external', externalValue(external))),
    ...emails.map((address) => of('email', address)),
    ...phones.map((number) => of('phone', number)),
  ];
}

/** What the list says of a person's place at a firm. */
type PlaceFields = Partial<CompanyLink>;

/** What a rehearsal has to remember of people: themselves, who would be at a firm, and as what. */
export interface PersonMemory {
  readonly people: Memory<Contact>;
  readonly places: Map<string, string[]>;
  /** By firm and person, where a row says more than that the person is there. */
  readonly fields: Memory<PlaceFields>;
}

export const emptyPersonMemory = (): PersonMemory => ({
  people: new Memory(),
  places: new Map(),
  fields: new Memory(),
});

const placeName = (personId: string, companyId: string): string => `${companyId} ${personId}`;

/** People whom many identities may mean; reads are consistent, and what is written meanwhile has to be told by `learn`. */
export class PersonMatcher {
  readonly #table: Table;
  readonly #tenant: VerifiedTenant;
  readonly #lookups: LookupReader;
  readonly #people = new Map<string, KnownPerson>();
  readonly #memory: PersonMemory;

  constructor(table: Table, tenant: VerifiedTenant, memory = emptyPersonMemory()) {
    this.#table = table;
    this.#tenant = tenant;
    this.#lookups = new LookupReader(table, tenant, 'contact');
    this.#memory = memory;
  }

  /** Reads all that the identities need, but for the people of their firms. */
  async prepare(identities: readonly PersonIdentity[]): Promise<void> {
    const lookups = identities.flatMap(lookupsOf);
    await this.#lookups.readExternalIds(lookups);
    await this.#lookups.readOthers(lookups.filter(({ kind }) => kind !== 'external'));
    await this.#lookups.readRecords(
      (id) => !this.#people.has(id),
      (id) => contactKey(this.#tenant, id),
      (item) => {
        const { data } = readItem(contactItem, item);
        if (data.deletedAt === undefined) this.#people.set(data.id, personOf(data));
      },
    );
  }

  /** @param colleagues People of the firm, as `colleaguesAt` gives them. */
  match(identity: PersonIdentity, colleagues: readonly KnownPerson[]): PersonMatch {
    const names = lookupsOf(identity).map(lookupName);
    if (names.some((name) => this.#lookups.isOfOtherKind(name))) return { taken: true };
    const isFull = names.some((name) => isTooMany(this.#idsOf(name)));
    // Colleagues and external ids tell who is meant before addresses do.
    const surer = isFull ? lookupsOf({ externalIds: identity.externalIds }).map(lookupName) : names;
    const ids = new Set(surer.flatMap((name) => this.#idsOf(name)));
    const others = [...ids].flatMap((id) => this.#known(id) ?? []);
    const choice = choosePerson(identity, colleagues, others);
    return isFull && 'none' in choice ? { tooMany: true } : choice;
  }

  /** Ids of the people whom an identity may mean by itself, as far as they are known. */
  candidates(identity: PersonIdentity): string[] {
    const names = lookupsOf(identity).map(lookupName);
    return names.flatMap((name) => (isTooMany(this.#idsOf(name)) ? [] : this.#idsOf(name)));
  }

  /** The people of a firm; those of one that is only rehearsed are the learned ones alone. */
  async colleaguesAt(companyId: string, isStored: boolean): Promise<KnownPerson[]> {
    const learned = (this.#memory.places.get(companyId) ?? []).flatMap((id) => this.#known(id) ?? []);
    if (!isStored) return learned;
    const pk = cardPartition(this.#tenant, { type: 'company', id: companyId });
    const people: KnownPerson[] = [];
    let page = await this.#table.query({ pk, prefix: `${CARD}#contact#`, consistent: true });
    for (;;) {
      for (const item of page.items) {
        const { id, contactId, contact } = readItem(contactLinkItem, item).data;
        if (contact.deletedAt !== undefined) continue;
        // A link shows no external ids: the record that was read for them does. What was learned is newer than either.
        const learnedNow = this.#memory.people.get(contactId);
        people.push({
          ...this.#known(contactId),
          ...summaryOf(contactId, contact),
          ...(learnedNow ? personOf(learnedNow) : {}),
          linkId: id,
        });
      }
      if (!page.last) break;
      page = await this.#table.query({ pk, prefix: `${CARD}#contact#`, after: page.last, consistent: true });
    }
    return [...people, ...learned.filter(({ id }) => !people.some((person) => person.id === id))];
  }

  /** A person of a rehearsal, as it would be stored. */
  rehearsed(id: string): Contact | undefined {
    return this.#memory.people.get(id);
  }

  /** Whether a person was learned to be at a firm. */
  isAt(personId: string, companyId: string): boolean {
    return this.#memory.places.get(companyId)?.includes(personId) === true;
  }

  /** What was learned of a person's place at a firm, besides that there is one. */
  learnedPlace(personId: string, companyId: string): PlaceFields {
    return this.#memory.fields.get(placeName(personId, companyId)) ?? {};
  }

  /** Makes a person who was written, or in a rehearsal would be, known to the matches that follow. */
  learn(contact: Contact, companyId?: string, place: PlaceFields = {}): void {
    const { people, places, fields } = this.#memory;
    people.learn(contact.id, lookupsOf(personOf(contact)).map(lookupName), contact);
    if (companyId === undefined) return;
    const there = places.get(companyId) ?? [];
    if (!there.includes(contact.id)) places.set(companyId, [...there, contact.id]);
    if (Object.keys(place).length === 0) return;
    const known = this.learnedPlace(contact.id, companyId);
    fields.learn(placeName(contact.id, companyId), [], { ...known, ...place });
  }

  /** To whom a lookup points, stored or learned. */
  #idsOf(name: string): readonly string[] {
    const learned = this.#memory.people.named(name);
    const stored = this.#lookups.ids(name);
    return learned.length === 0 ? stored : [...new Set([...stored, ...learned])];
  }

  #known(id: string): KnownPerson | undefined {
    const learned = this.#memory.people.get(id);
    return learned ? personOf(learned) : this.#people.get(id);
  }
}

/** Everything under which two identities could mean the same person: rows that share one have to be done one after the other. */
export const personNames = (identity: PersonIdentity): string[] => lookupsOf(identity).map(lookupName);

const personOf = (contact: Contact): KnownPerson => ({
  id: contact.id,
  name: contact.name,
  externalIds: contact.externalIds,
  ...channelsOf(contact),
});

const summaryOf = (id: string, contact: ContactSummary): KnownPerson => ({
  id,
  name: contact.name,
  ...channelsOf(contact),
});
