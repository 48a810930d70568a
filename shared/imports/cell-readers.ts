import type * as z from 'zod';
import { emailKindSchema, phoneKindSchema } from '../clients/channels.ts';
import type { CountryCode } from '../country.ts';
import { type CurrencyCode, currencySchema } from '../currency.ts';
import type { Refusal } from '../issue.ts';
import { readAmount } from './amount-cells.ts';
import type { BoundColumn } from './binding.ts';
import { MAX_CELL, readWebsite, refuseSpoiled, splitTags } from './cells.ts';
import { readEmails, readPhones } from './channel-cells.ts';
import { readCountry } from './country-cells.ts';
import { readDay, readInstant } from './date-cells.ts';
import { type CellReading, FIELDS } from './fields.ts';
import type { ImportOptions } from './mapping.ts';
import { readWholeNumber } from './number-cells.ts';
import type { Words } from './row.ts';
import {
  readCompanyKind,
  readCompanyStatus,
  readDecisionRole,
  readLanguage,
  readYesNo,
} from './word-cells.ts';

/** What a row is read with besides its own cells. */
export interface RowContext {
  readonly words: Words;
  /** The organisation's: of national telephone numbers where neither the row nor the options name one. */
  readonly country: CountryCode;
  /** The organisation's: of amounts that name none. */
  readonly currency: CurrencyCode;
  /** IANA name: of times without an offset. */
  readonly zone: string;
}

export interface RowScope extends RowContext {
  readonly options: Pick<ImportOptions, 'keepUndialable'>;
  /** Of the row's national telephone numbers. */
  readonly phoneCountry: CountryCode;
}

/** One value, several, or why there is none. */
export type CellValue =
  | { readonly value: unknown }
  | { readonly values: readonly unknown[]; readonly refusals: readonly Refusal[] }
  | Refusal;

type Reader = (text: string, column: BoundColumn, scope: RowScope) => CellValue;

const asWritten: Reader = (text) => ({ value: text });
const orRefusal = <Value>(value: Value | Refusal): CellValue =>
  typeof value === 'object' && value !== null && 'code' in value ? value : { value };

const unknownWord = (what: string, where: string): Refusal => ({
  code: 'reference.unknown',
  message: `There is no ${what} of this name in use: add it ${where}, or say in "values" what the word stands for.`,
});
const found = (id: string | undefined, refusal: Refusal): CellValue =>
  id === undefined ? refusal : { value: id };
const entryOf =
  (dictionary: 'industries' | 'segments' | 'lead-sources'): Reader =>
  (text, _, { words }) =>
    found(words.entry(dictionary, text), unknownWord('entry', `to the dictionary "${dictionary}"`));

const phonesOf =
  (kind?: z.infer<typeof phoneKindSchema>): Reader =>
  (text, column, { phoneCountry, options }) =>
    readPhones(text, {
      kind: kind ?? phoneKindSchema.parse(column.kind ?? 'work'),
      country: phoneCountry,
      keepUndialable: options.keepUndialable,
    });

const READERS: Readonly<Record<CellReading, Reader>> = {
  text: asWritten,
  paragraphs: asWritten,
  digits: asWritten,
  address: asWritten,
  phone: phonesOf(),
  fax: phonesOf('fax'),
  email: (text, { kind }) => readEmails(text, emailKindSchema.parse(kind ?? 'work')),
  country: (text) => orRefusal(readCountry(text)),
  website: (text) => ({ value: readWebsite(text) }),
  amount: (text, { currency, unit }, scope) =>
    orRefusal(
      readAmount(text, {
        currency: currency === undefined ? undefined : currencySchema.parse(currency),
        defaultCurrency: scope.currency,
        unit,
      }),
    ),
  'whole-number': (text) => orRefusal(readWholeNumber(text)),
  day: (text, { dates }) => orRefusal(readDay(text, dates)),
  instant: (text, { dates }, { zone }) => orRefusal(readInstant(text, dates, zone)),
  tags: (text) => ({ values: splitTags(text), refusals: [] }),
  'external-id': (text, { source }) => ({ value: { source, id: text } }),
  'yes-no': readYesNo,
  'company-kind': readCompanyKind,
  'company-status': readCompanyStatus,
  'decision-role': readDecisionRole,
  language: readLanguage,
  industries: entryOf('industries'),
  segments: entryOf('segments'),
  'lead-sources': entryOf('lead-sources'),
  user: (text, _, { words }) => found(words.user(text), unknownWord('user', 'to the organisation')),
  team: (text, _, { words }) => found(words.team(text), unknownWord('team', 'to the organisation')),
};

/** Texts, in which digits by themselves are nothing special; their schemas say how long they may be. */
const TEXTS = new Set<CellReading>(['text', 'paragraphs', 'website', 'tags']);

/** What a cell stands for, by what its column is mapped to. */
export function readCell(text: string, column: BoundColumn, scope: RowScope): CellValue {
  const { reads } = FIELDS[column.field];
  const spoiled = refuseSpoiled(text, !TEXTS.has(reads));
  if (spoiled) return spoiled;
  if (reads !== 'text' && reads !== 'paragraphs' && text.length > MAX_CELL) {
    return { code: 'text.too-long', message: `Shorten the cell: it has over ${MAX_CELL} characters.` };
  }
  return READERS[reads](text, column, scope);
}
