import type { Refusal } from '../issue.ts';
import type { BoundColumn, BoundMapping } from './binding.ts';
import type { ImportFieldId } from './fields.ts';
import type { RowDraft } from './row-draft.ts';
import { KEYS_OF_PERSON, NAMES_OF_COMPANY, NAMES_OF_PARENT, NAMES_OF_PERSON, OF_BOTH } from './subjects.ts';
import { readYesNo } from './word-cells.ts';

/** A mapped cell that says something. */
export interface FilledCell {
  readonly column: BoundColumn;
  readonly text: string;
}

/** Which parts a row has, and by what it names them. */
export interface RowParts {
  readonly company: boolean;
  readonly contact: boolean;
  readonly place: boolean;
  readonly parent: boolean;
  readonly names: (fields: readonly ImportFieldId[]) => boolean;
  /**
   * Whether what is mapped as a company's is the person's in this row, because the row names a person and no company: in a
   * list of firms some clients are private persons, and their telephone stands in the same column.
   */
  readonly isOfPerson: (field: ImportFieldId) => boolean;
}

export function partsOf(filled: readonly FilledCell[]): RowParts {
  const fields = new Set(filled.map(({ column }) => column.field));
  const names = (wanted: readonly ImportFieldId[]): boolean => wanted.some((field) => fields.has(field));
  const privatePerson = names([...NAMES_OF_PERSON, ...KEYS_OF_PERSON]) && !names(NAMES_OF_COMPANY);
  const isOfPerson = (field: ImportFieldId): boolean => privatePerson && OF_BOTH.has(field);
  const parts = new Set([...fields].map((field) => (isOfPerson(field) ? 'contact' : field.split('.')[0])));
  return {
    company: parts.has('company'),
    contact: parts.has('contact'),
    place: parts.has('place'),
    parent: parts.has('parent'),
    names,
    isOfPerson,
  };
}

/**
 * A row with another number of cells than headings has lost its columns: empty cells behind the last one may be what a comma in an
 * address has pushed there. Fewer do no harm where the columns without headings are left out.
 */
export function refuseRagged(cells: readonly string[], { fewest, width }: BoundMapping): Refusal | undefined {
  if (cells.length >= fewest && cells.length <= width) return undefined;
  const idle = cells.length > width && cells.slice(width).every((cell) => cell.trim() === '');
  const otherwise = idle ? ', or take the separators at its end away where its cells stand right' : '';
  const message = `The row has ${cells.length} cells, and the list ${width} columns: put texts with separators or line breaks in quotes${otherwise}.`;
  return { code: 'csv.ragged', message };
}

/** The sign that stands where letters were damaged (U+FFFD): what was written there is not known any more. Code: `csv.damaged-text`. */
export function refuseDamaged(cells: readonly string[]): Refusal | undefined {
  if (!cells.some((cell) => cell.includes('\uFFFD'))) return undefined;
  const message = 'Some letters of this row were damaged before and are "\uFFFD" now: type them again.';
  return { code: 'csv.damaged-text', message };
}

/**
 * Refuses what a row says of nobody. Codes: `row.nothing-to-match`, `row.company-unnamed`, `row.contact-unnamed`,
 * `row.place-unlinked`, `row.parent-unlinked`, `row.parent-unnamed`.
 */
export function refuseUnnamed(filled: readonly FilledCell[], parts: RowParts, draft: RowDraft): void {
  const { company, contact, place, parent, names } = parts;
  const refuse = (part: string, code: string, message: string): void => {
    const about = ({ field }: BoundColumn): boolean =>
      field.startsWith(`${part}.`) && !parts.isOfPerson(field);
    const cell = filled.find(({ column }) => about(column));
    draft.refuse(cell?.column.heading, { code, message });
  };
  const keyed = names(['contact.email', 'contact.externalId', 'company.email']) || hasNumber(parts, draft);
  if (!company && !keyed) {
    const message =
      'Name a company by name, INN or external id, or a person with an e-mail, a telephone that can be dialled or an external id: imported again, the row would match nobody.';
    refuse('contact', 'row.nothing-to-match', message);
    return;
  }
  if (company && !names(NAMES_OF_COMPANY)) {
    const message =
      'This is about a company, and the row names none: give its name, INN or external id, or empty the cell.';
    refuse('company', 'row.company-unnamed', message);
  }
  if (contact && !names([...NAMES_OF_PERSON, ...KEYS_OF_PERSON])) {
    const message = 'This is about a person, and the row names none: give the name, or empty the cell.';
    refuse('contact', 'row.contact-unnamed', message);
  }
  if (place && !(company && contact)) {
    const message = 'This is about a person at a company: name both in the row, or empty the cell.';
    refuse('place', 'row.place-unlinked', message);
  }
  if (parent && !company) {
    const message = 'A parent company belongs to a company: name it in the row, or empty the cell.';
    refuse('parent', 'row.parent-unlinked', message);
  } else if (parent && !names(NAMES_OF_PARENT)) {
    refuse('parent', 'row.parent-unnamed', 'Name the parent company by its name, INN or external id.');
  }
}

/** A number kept as written is found by no lookup; one that was refused has been told of already. */
function hasNumber({ names }: RowParts, draft: RowDraft): boolean {
  const phones = draft.get(['contact', 'phones']);
  if (!Array.isArray(phones)) return names(['contact.phone', 'company.phone', 'company.fax']);
  return phones.some(({ dialable }: { readonly dialable?: boolean }) => dialable !== false);
}

/** Leaves out what says nothing by itself: the date of a note that is not there, and "no" to being the primary contact. */
export function withoutIdle(filled: readonly FilledCell[]): FilledCell[] {
  const { company, contact, names } = partsOf(filled);
  return filled.filter(({ column: { field }, text }) => {
    if (field === 'note.date') return names(['note.text']);
    if (field !== 'place.primary' || (company && contact)) return true;
    const answer = readYesNo(text);
    return !('value' in answer) || answer.value;
  });
}
