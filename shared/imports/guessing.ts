import { line } from '../text.ts';
import { headingText } from './binding.ts';
import type { ImportFieldId } from './fields.ts';
import { type HeadingMeaning, meaningOf, type Owner } from './heading-meaning.ts';
import type { Meaning } from './headings.ts';
import { type ColumnMapping, MAX_COLUMNS } from './mapping.ts';
import { columnIdentity, missingSubject } from './mapping-checks.ts';

/** Longest heading that is looked at, and that a mapping may give. */
const MAX_HEADING = 300;
const headingSchema = line(MAX_HEADING);

/**
 * What the columns of a list are, as far as their headings say it. Columns that are not known are left out; what is
 * guessed can always be bound, and a column that a card has one of is taken once: the first.
 *
 * What both a company and a contact have, such as "Телефон", is the company's where the list names the company first, and
 * the contact's where it names the person first, or only persons. It is the contact's too where the heading says so
 * ("Мобильный телефон", "Личный e-mail"), and of two columns that are headed alike each belongs to the name before it. In
 * doubt a number is the firm's: it stays right when the person leaves.
 *
 * Ids are guessed only where the heading names their system ("Код 1С"): those of two lists, both numbered from 1, would
 * make one client of two.
 */
export function guessMapping(headers: readonly string[]): ColumnMapping[] {
  const texts = headers.slice(0, MAX_COLUMNS).map(headingText);
  const meanings = namesResolved(
    texts.map((text) => (text === '' || text.length > MAX_HEADING ? undefined : meaningOf(text))),
  );
  const taken = new Set<string>();
  const columns = meanings.flatMap((meant, place): ColumnMapping[] => {
    const field = meant && fieldMeant(meant, place, meanings, texts);
    if (field === undefined) return [];
    const column = { field, ...meant?.options, ...(meant?.meaning === 'mobile' ? { kind: 'mobile' } : {}) };
    const identity = columnIdentity(column, place);
    if (taken.has(identity)) return [];
    taken.add(identity);
    return [{ column: columnName(place, texts), ...column }];
  });
  const mapped = new Set(columns.map(({ field }) => field));
  return columns.filter(({ field }) => missingSubject(field, mapped) === undefined);
}

/** By its heading, or by its place where that cannot be given or is not the only one. */
function columnName(place: number, texts: readonly string[]): string | number {
  const text = texts[place] ?? '';
  const alone = texts.indexOf(text) === texts.lastIndexOf(text);
  return alone && headingSchema.safeParse(text).data === text ? text : place + 1;
}

type Meanings = readonly (HeadingMeaning | undefined)[];

const has = (meanings: Meanings, wanted: Meaning): boolean => meanings.some((one) => one?.meaning === wanted);

/** "Name" and "Имя" mean another thing beside other names. */
function namesResolved(meanings: Meanings): Meanings {
  const surnames = has(meanings, 'contact.lastName') && !has(meanings, 'contact.firstName');
  const persons =
    has(meanings, 'company.name') || has(meanings, 'place.jobTitle') || has(meanings, 'contact.birthday');
  return meanings.map((meant) => {
    if (meant?.meaning !== 'name' && meant?.meaning !== 'person') return meant;
    const ofPerson = meant.owner === 'contact' || meant.meaning === 'person' || persons;
    if (surnames) return { ...meant, meaning: 'contact.firstName' };
    return { ...meant, meaning: ofPerson && meant.owner !== 'company' ? 'contact.name' : 'company.name' };
  });
}

const NAMES: Readonly<Partial<Record<HeadingMeaning['meaning'], Owner>>> = {
  'company.name': 'company',
  'contact.name': 'contact',
  'contact.firstName': 'contact',
  'contact.lastName': 'contact',
};

/** Whose name stands first, up to a place, and last before it. */
function owners(meanings: Meanings): Owner[] {
  return meanings.flatMap((meant) => (meant && NAMES[meant.meaning]) ?? []);
}

const OF_PERSONS = new Set(['mobile', 'home', 'personal']);

function ownerOf(meant: HeadingMeaning, place: number, meanings: Meanings, texts: readonly string[]): Owner {
  if (meant.owner) return meant.owner;
  const named = owners(meanings);
  const personal = meant.meaning === 'mobile' || OF_PERSONS.has(meant.options.kind ?? '');
  if (personal && named.includes('contact')) return 'contact';
  const alike = texts.filter((text) => text === texts[place]).length > 1;
  const before = alike ? owners(meanings.slice(0, place)).at(-1) : undefined;
  return before ?? named[0] ?? 'company';
}

const SHARED: Readonly<Partial<Record<HeadingMeaning['meaning'], string>>> = {
  phone: 'phone',
  mobile: 'phone',
  email: 'email',
  description: 'description',
  tags: 'tags',
  language: 'language',
  'external-id': 'externalId',
};

function fieldMeant(
  meant: HeadingMeaning,
  place: number,
  meanings: Meanings,
  texts: readonly string[],
): ImportFieldId | undefined {
  const shared = SHARED[meant.meaning];
  if (shared !== undefined) return `${ownerOf(meant, place, meanings, texts)}.${shared}` as ImportFieldId;
  if (meant.meaning !== 'street') return meant.meaning as ImportFieldId;
  // Street and house beside a whole address would say the same twice.
  const whole = meanings.some(
    (other) => other?.meaning === 'company.addressLine' && other.options.kind === meant.options.kind,
  );
  return whole ? undefined : 'company.addressLine';
}
