import type { CountryCode } from '../country.ts';
import type { BoundColumn, BoundMapping } from './binding.ts';
import { type CellValue, type RowContext, type RowScope, readCell } from './cell-readers.ts';
import { cellText, splitInnAndKpp } from './cells.ts';
import { readCountry } from './country-cells.ts';
import { FIELDS, fieldOf, type ImportFieldId } from './fields.ts';
import type { ImportOptions } from './mapping.ts';
import type { RowReading } from './row.ts';
import { checkRow } from './row-checks.ts';
import { createRowDraft, type RowDraft, type RowPath } from './row-draft.ts';
import {
  type FilledCell,
  partsOf,
  refuseDamaged,
  refuseRagged,
  refuseUnnamed,
  withoutIdle,
} from './row-rules.ts';

export type { RowContext } from './cell-readers.ts';

/**
 * What a row of a list says in the words of the API, checked by the API's own rules as far as that needs no look at the base;
 * or all that is wrong with it, each issue with the heading of its column in `parameter`.
 *
 * Words are replaced first (`values`), then what stands for nothing is left out. Where a row names a person and no company,
 * what is mapped as a company's and both have (telephones, addresses, owner ...) is the person's. A full name is made of
 * its parts where only they are given: "Иванова Мария Петровна", "Maria Anders".
 *
 * Codes: `csv.ragged`, `csv.damaged-text`, `cell.*`, `row.*`, `reference.unknown`, and those of the fields' own rules.
 */
export function readRow(
  cells: readonly string[],
  bound: BoundMapping,
  options: ImportOptions,
  context: RowContext,
): RowReading {
  const unusable = refuseRagged(cells, bound) ?? refuseDamaged(cells);
  if (unusable) return { issues: [unusable] };
  const filled = withoutIdle(filledCells(cells, bound, options));
  const parts = partsOf(filled);
  const phoneCountry = countryOf(filled) ?? options.country ?? context.country;
  const scope: RowScope = { ...context, options, phoneCountry };
  const draft = createRowDraft();
  for (const { column, text } of filled) {
    const part = parts.isOfPerson(column.field) ? 'contact' : undefined;
    takeIn(readCell(text, column, scope), column, part, draft);
  }
  nameFromParts(draft, filled);
  refuseUnnamed(filled, parts, draft);
  const row = checkRow(draft, phoneCountry);
  return draft.issues.length > 0 ? { issues: draft.issues } : { row };
}

function filledCells(cells: readonly string[], bound: BoundMapping, options: ImportOptions): FilledCell[] {
  const emptyWords = new Set(options.emptyWords);
  return bound.columns.flatMap((column) => {
    const text = cellText(cells[column.index] ?? '', column, emptyWords);
    return text === '' ? [] : [{ column, text }];
  });
}

/** Of the row's own address: the actual one before others. */
function countryOf(filled: readonly FilledCell[]): CountryCode | undefined {
  const countries = filled.filter(({ column }) => FIELDS[column.field].reads === 'country');
  const actual = countries.find(({ column }) => (column.kind ?? 'actual') === 'actual') ?? countries[0];
  const country = actual && readCountry(actual.text);
  return typeof country === 'string' ? country : undefined;
}

function takeIn(read: CellValue, column: BoundColumn, part: 'contact' | undefined, draft: RowDraft): void {
  const { field, heading } = column;
  if ('code' in read) {
    draft.refuse(heading, read);
    return;
  }
  const path = pathOf(column, part, draft);
  const { many, reads } = fieldOf(field);
  if ('values' in read) {
    for (const refusal of read.refusals) draft.refuse(heading, refusal);
    draft.append(path, read.values, heading);
  } else if (many === 'list') {
    draft.append(path, [read.value], heading);
  } else if (many === 'joined') {
    draft.join(path, String(read.value), reads === 'paragraphs' ? '\n' : ', ', heading);
  } else if (part === undefined || draft.get(path) === undefined) {
    // What a person has of their own is not replaced by what stands for a company.
    draft.put(path, read.value, heading);
    if (field === 'company.inn' || field === 'parent.inn')
      splitRequisites(path, String(read.value), heading, draft);
  }
}

/** The KPP beside an INN; one in a column of its own goes before it. */
function splitRequisites(path: RowPath, value: string, heading: string, draft: RowDraft): void {
  const both = splitInnAndKpp(value);
  if (both === undefined) return;
  draft.put(path, both.inn, heading);
  const kpp = [...path.slice(0, -1), 'kpp'];
  if (both.kpp !== undefined && draft.get(kpp) === undefined) draft.put(kpp, both.kpp, heading);
}

/** Where fields go whose name is not their place. */
const PATHS: Readonly<Partial<Record<ImportFieldId, RowPath>>> = {
  'company.phone': ['company', 'phones'],
  'company.fax': ['company', 'phones'],
  'company.email': ['company', 'emails'],
  'company.externalId': ['company', 'externalIds'],
  'company.annualRevenue': ['company', 'finances', 'annualRevenue'],
  'company.budget': ['company', 'finances', 'budget'],
  'company.creditLimit': ['company', 'finances', 'creditLimit'],
  'company.bankName': ['company', 'finances', 'bankAccounts', 0, 'bank'],
  'company.bik': ['company', 'finances', 'bankAccounts', 0, 'bik'],
  'company.account': ['company', 'finances', 'bankAccounts', 0, 'account'],
  'company.correspondentAccount': ['company', 'finances', 'bankAccounts', 0, 'correspondentAccount'],
  'company.iban': ['company', 'finances', 'bankAccounts', 0, 'iban'],
  'company.swift': ['company', 'finances', 'bankAccounts', 0, 'swift'],
  'contact.phone': ['contact', 'phones'],
  'contact.email': ['contact', 'emails'],
  'contact.externalId': ['contact', 'externalIds'],
  'note.date': ['note', 'occurredAt'],
};

function pathOf(
  { field, kind, heading }: BoundColumn,
  part: 'contact' | undefined,
  draft: RowDraft,
): RowPath {
  const [own = '', name = ''] = PATHS[field] ?? field.split('.');
  const { reads } = FIELDS[field];
  if (reads === 'address' || reads === 'country') {
    const addresses = [part ?? String(own), 'addresses'];
    const index = addressIndex(addresses, kind ?? 'actual', draft, heading);
    return [...addresses, index, name === 'addressLine' ? 'line' : name];
  }
  return [part ?? own, ...(PATHS[field]?.slice(1) ?? [name])];
}

function addressIndex(path: RowPath, kind: string, draft: RowDraft, heading: string): number {
  const known = draft.get(path) as readonly { readonly kind: string }[] | undefined;
  const index = known?.findIndex((address) => address.kind === kind) ?? -1;
  if (index >= 0) return index;
  const added = known?.length ?? 0;
  draft.put([...path, added, 'kind'], kind, heading);
  return added;
}

/** Russian names begin with the surname, as in documents; names in Latin letters end with it. */
function nameFromParts(draft: RowDraft, filled: readonly FilledCell[]): void {
  if (draft.get(['contact', 'name']) !== undefined) return;
  const of = (part: string): string => String(draft.get(['contact', part]) ?? '');
  const [first, middle, last] = [of('firstName'), of('middleName'), of('lastName')];
  const parts = /\p{Script=Cyrillic}/u.test(first + last) ? [last, first, middle] : [first, middle, last];
  const name = parts.filter((one) => one !== '').join(' ');
  const from = filled.find(({ column }) => ['contact.lastName', 'contact.firstName'].includes(column.field));
  if (from && name !== '') draft.put(['contact', 'name'], name, from.column.heading);
}
