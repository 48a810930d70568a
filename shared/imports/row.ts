import type * as z from 'zod';
import type { companyInputSchema } from '../clients/company.ts';
import type { contactInputSchema, contactLinkInputSchema } from '../clients/contact.ts';
import type { FieldIssue } from '../errors.ts';
import type { DictionaryName } from '../platform/dictionary.ts';

/**
 * What a row says of a company: the fields of the API's input, as far as cells are filled. The name may be missing where the
 * company is named by INN or external id.
 */
export type CompanyCells = Partial<z.input<typeof companyInputSchema>>;

/** What a row says of a person. The name may be missing where the person is named by e-mail, phone or external id. */
export type ContactCells = Partial<Omit<z.input<typeof contactInputSchema>, 'companies'>>;

/** What a row says of the person's place at the company. */
export type PlaceCells = Omit<z.input<typeof contactLinkInputSchema>, 'contactId'>;

/** By what a row names the parent company. */
export interface ParentCells {
  readonly name?: string;
  readonly externalId?: { readonly source: string; readonly id: string };
  readonly inn?: string;
  readonly kpp?: string;
}

export interface NoteCells {
  readonly text: string;
  /** RFC 3339 instant in UTC; absent: the import's own time. */
  readonly occurredAt?: string;
}

/** One row of a list in the words of the API. A part is absent where none of its cells is filled. */
export interface ImportedRow {
  readonly company?: CompanyCells;
  readonly contact?: ContactCells;
  readonly place?: PlaceCells;
  readonly parent?: ParentCells;
  readonly note?: NoteCells;
}

/**
 * A row, or what is wrong with it: each issue names in `parameter` the heading of its column, but for those that are of the
 * row as a whole.
 */
export type RowReading = { readonly row: ImportedRow } | { readonly issues: readonly FieldIssue[] };

/** Finds what words of a list stand for in the organisation; undefined where there is nothing of that name in use. */
export interface Words {
  /** An entry by its id or one of its labels, in any case. */
  entry(dictionary: DictionaryName, word: string): string | undefined;
  /** A user by e-mail address or full name. */
  user(word: string): string | undefined;
  /** A team by its name. */
  team(word: string): string | undefined;
}
