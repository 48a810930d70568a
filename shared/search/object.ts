/**
 * What can be searched, as data: an object is one row of it. The tables of the columnar copy, the checks of questions, the
 * compiled SQL, the labels of answers and the API's document all derive from these rows.
 */
import type { DictionaryName } from '../platform/dictionary.ts';

export interface Label {
  readonly ru: string;
  readonly en: string;
}

/**
 * What a field holds: `text` is compared without regard to case, accents and yo; `code` is a word of a closed list or a dictionary,
 * compared as it is; `money` is an amount with its currency; `instant` a moment; `day` a calendar day without zone; `id` refers to
 * a record, a user or a team.
 */
export type FieldType = 'text' | 'code' | 'number' | 'money' | 'instant' | 'day' | 'boolean' | 'id';

/** The objects that can be asked for. */
export type ObjectName = 'companies' | 'contacts' | 'places' | 'timeline';

/** What the stored record of an object looks like to its readers. */
export type StoredData = Readonly<Record<string, unknown>>;

/** A field that is reckoned from related rows whenever they change. */
export interface Derivation {
  /** A relation of the object to many. */
  readonly relation: string;
  readonly measure: 'count' | 'max';
  /** What `max` is of. */
  readonly field?: string;
  /** Only related rows whose field is this code, and which nothing has set right since. */
  readonly where: { readonly field: string; readonly is: string };
}

export interface FieldDefinition {
  readonly type: FieldType;
  /** Holds several values: of `text`, `code` or `id` only. */
  readonly list?: true;
  readonly label: Label;
  /** The value in a stored record; by default what stands there under the field's name. */
  readonly read?: (data: StoredData) => unknown;
  /** All that a `code` may be, with a label each. */
  readonly options?: Readonly<Record<string, Label>>;
  /** The dictionary whose entries a `code` names. */
  readonly dictionary?: DictionaryName;
  /** The standard list whose codes it holds: countries of ISO 3166-1. */
  readonly standard?: 'countries';
  /** Whose id it is. */
  readonly of?: ObjectName | 'users' | 'teams';
  /** Long text: kept apart from what every question reads. */
  readonly long?: true;
  readonly derived?: Derivation;
}

/**
 * How rows of two objects belong together: by an id field of this object that names the other one (`ours`, to one), or by an id
 * field of the other that names this one (`theirs`, to many).
 */
export interface RelationDefinition {
  readonly to: ObjectName;
  readonly label: Label;
  readonly ours?: string;
  readonly theirs?: string;
  /** Rows that repeat another record belong to it, too: see `repeats`. */
  readonly repeated?: true;
}

/**
 * Who sees a row, in terms of `shared/access.ts`: whoever may see the record itself (`own`), or anybody who may see a row that one of the
 * relations leads to (`through`). With `first`, the first relation that leads anywhere decides alone.
 */
export interface RowAccess {
  readonly own?: true;
  readonly through?: readonly string[];
  readonly first?: true;
}

/** What the full-text search `q` looks at. */
export interface FullText {
  /** Text fields whose words count. */
  readonly words: readonly string[];
  /** Of these, the fields whose texts count as one word, too: e-mail addresses. */
  readonly whole?: readonly string[];
  /** Text fields of telephone numbers, found by any fragment of their digits. */
  readonly digits?: readonly string[];
  /** Relations that lead to rows whose words and numbers count too, each step by name. */
  readonly through?: readonly string[];
  /** The relation to chronologies whose texts are looked through on request; `self` for the chronology. */
  readonly notes?: string;
}

export interface ObjectDefinition {
  readonly name: ObjectName;
  /** Kind of the items on the feed. */
  readonly kind: string;
  readonly label: Label;
  readonly fields: Readonly<Record<string, FieldDefinition>>;
  readonly relations: Readonly<Record<string, RelationDefinition>>;
  readonly access: RowAccess;
  /** Relations to one without which, or where it was deleted, there is nothing to see. */
  readonly needs?: readonly string[];
  readonly fullText?: FullText;
  /** What is shown where the caller names no fields. */
  readonly shown: readonly string[];
  readonly order: { readonly field: string; readonly direction: 'ascending' | 'descending' };
  /** An id field that names another row of this object, which this one sets right. */
  readonly corrects?: string;
  /** A boolean field: rows where it is true are reached by relations only, since they repeat another row. */
  readonly repeats?: string;
}

/** Fields that every object of whole records has. */
export const recordFields = {
  id: { type: 'id', label: { ru: 'Идентификатор', en: 'Id' } },
  createdAt: { type: 'instant', label: { ru: 'Создано', en: 'Created at' } },
  createdBy: { type: 'id', of: 'users', label: { ru: 'Кто создал', en: 'Created by' } },
  updatedAt: { type: 'instant', label: { ru: 'Изменено', en: 'Changed at' } },
  updatedBy: { type: 'id', of: 'users', label: { ru: 'Кто изменил', en: 'Changed by' } },
} as const satisfies Readonly<Record<string, FieldDefinition>>;

/** Fields of what somebody works. */
export const ownershipFields = {
  owner: { type: 'id', of: 'users', label: { ru: 'Ответственный', en: 'Owner' } },
  team: { type: 'id', of: 'teams', label: { ru: 'Команда', en: 'Team' } },
} as const satisfies Readonly<Record<string, FieldDefinition>>;

type Entry = Readonly<Record<string, unknown>>;

/** One text of each entry of a stored list, without those that lack it. */
export const eachOf =
  (list: string, text: (entry: Entry) => unknown) =>
  (data: StoredData): unknown => {
    const entries = data[list];
    if (!Array.isArray(entries)) return undefined;
    const texts = entries.map((entry: Entry) => text(entry)).filter((found) => found !== undefined);
    return texts.length === 0 ? undefined : [...new Set(texts)];
  };

/** Telephone numbers, e-mail addresses, ids in other systems and places, as texts. */
export const reachFields = {
  phones: {
    type: 'text',
    list: true,
    label: { ru: 'Телефоны', en: 'Phones' },
    read: eachOf('phones', (phone) => phone['number']),
  },
  emails: {
    type: 'text',
    list: true,
    label: { ru: 'Электронная почта', en: 'E-mails' },
    read: eachOf('emails', (email) => email['address']),
  },
  cities: {
    type: 'text',
    list: true,
    label: { ru: 'Города', en: 'Cities' },
    read: eachOf('addresses', (address) => address['city']),
  },
  regions: {
    type: 'text',
    list: true,
    label: { ru: 'Регионы', en: 'Regions' },
    read: eachOf('addresses', (address) => address['region']),
  },
  countries: {
    type: 'code',
    list: true,
    standard: 'countries',
    label: { ru: 'Страны', en: 'Countries' },
    read: eachOf('addresses', (address) => address['country']),
  },
  addresses: {
    type: 'text',
    list: true,
    label: { ru: 'Адреса', en: 'Addresses' },
    read: eachOf('addresses', (address) => address['line']),
  },
  externalIds: {
    type: 'text',
    list: true,
    label: { ru: 'Внешние идентификаторы', en: 'External ids' },
    read: eachOf('externalIds', (external) => `${external['source']}:${external['id']}`),
  },
  tags: { type: 'text', list: true, label: { ru: 'Метки', en: 'Tags' } },
  zone: { type: 'text', label: { ru: 'Часовой пояс', en: 'Time zone' } },
  language: {
    type: 'code',
    label: { ru: 'Язык', en: 'Language' },
    options: { ru: { ru: 'Русский', en: 'Russian' }, en: { ru: 'Английский', en: 'English' } },
  },
  description: { type: 'text', long: true, label: { ru: 'Описание', en: 'Description' } },
} as const satisfies Readonly<Record<string, FieldDefinition>>;
