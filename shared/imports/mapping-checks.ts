import { addressSchema, emailKindSchema, phoneKindSchema } from '../clients/channels.ts';
import type { FieldIssue } from '../errors.ts';
import { type CellReading, FIELDS, fieldOf, type ImportFieldId, optionsOf } from './fields.ts';
import type { ColumnMapping } from './mapping.ts';
import { KEYS_OF_PERSON, NAMES_OF_COMPANY, NAMES_OF_PARENT, NAMES_OF_PERSON, OF_BOTH } from './subjects.ts';

export const ADDRESS_KINDS = addressSchema.shape.kind.unwrap().options;

const KINDS: Readonly<Partial<Record<CellReading, readonly string[]>>> = {
  phone: phoneKindSchema.options,
  email: emailKindSchema.options,
  address: ADDRESS_KINDS,
  country: ADDRESS_KINDS,
};

/** Options that say nothing about a column's field, and one that is missing. */
export function unfitOptions(
  { column: _, field, values: __, ...given }: ColumnMapping,
  place: number,
): FieldIssue[] {
  const fitting: readonly string[] = optionsOf(field);
  const issue = (option: string, code: string, message: string): FieldIssue => ({
    pointer: `/mapping/${place}/${option}`,
    code,
    message,
  });
  const issues = Object.keys(given)
    .filter((option) => !fitting.includes(option))
    .map((option) =>
      issue(option, 'mapping.option-unfit', `"${option}" says nothing about ${field}: leave it out.`),
    );
  const { reads } = FIELDS[field];
  const kinds = KINDS[reads];
  if (kinds && given.kind !== undefined && !kinds.includes(given.kind)) {
    issues.push(issue('kind', 'mapping.option-unfit', `Give one of these kinds: ${kinds.join(', ')}.`));
  }
  if (reads === 'external-id' && given.source === undefined) {
    const message =
      'Say in "source" which system these ids come from, such as "1c": those of two systems may be alike.';
    issues.push(issue('source', 'mapping.source-missing', message));
  }
  return issues;
}

/** What no two columns may have in common: the field, but for its place where it takes many, and its kind in an address. */
export function columnIdentity(
  { field, kind }: Pick<ColumnMapping, 'field' | 'kind'>,
  place: number,
): string {
  const { many, reads } = fieldOf(field);
  const ofKind = reads === 'address' || reads === 'country' ? (kind ?? 'actual') : null;
  return JSON.stringify([field, many === undefined ? null : place, ofKind]);
}

/** @param found The place of each column, from 0; what has none is told elsewhere. */
export function doubledFields(mapping: readonly ColumnMapping[], found: readonly unknown[]): FieldIssue[] {
  const seen = new Set<string>();
  return mapping.flatMap((column, index) => {
    const place = found[index];
    if (typeof place !== 'number') return [];
    const identity = columnIdentity(column, place);
    const doubled = seen.has(identity);
    seen.add(identity);
    if (!doubled) return [];
    const message = `${column.field} is mapped before, and a card has one of it: leave one of the columns out.`;
    return [{ pointer: `/mapping/${index}/field`, code: 'mapping.field-doubled', message }];
  });
}

/** What a row can name each of its parts by. */
const NAMED_BY: Readonly<
  Record<'company' | 'contact' | 'client' | 'parent' | 'note', readonly ImportFieldId[]>
> = {
  company: NAMES_OF_COMPANY,
  contact: [...NAMES_OF_PERSON, ...KEYS_OF_PERSON],
  client: [...NAMES_OF_COMPANY, ...NAMES_OF_PERSON, ...KEYS_OF_PERSON],
  parent: NAMES_OF_PARENT,
  note: ['note.text'],
};

/** What columns of each part are nothing without. */
const NEEDS: Readonly<Record<string, readonly (keyof typeof NAMED_BY)[]>> = {
  company: ['company'],
  contact: ['contact'],
  place: ['contact', 'company'],
  parent: ['parent', 'company'],
  note: ['note', 'client'],
};

/** What columns of a field are nothing without and no other column gives; undefined where all is there. */
export function missingSubject(
  field: ImportFieldId,
  mapped: ReadonlySet<ImportFieldId>,
): keyof typeof NAMED_BY | undefined {
  const [part = ''] = field.split('.');
  // In a list of persons they are the persons'.
  const needs = OF_BOTH.has(field) ? (['client'] as const) : NEEDS[part];
  return needs?.find((needed) => !NAMED_BY[needed].some((one) => mapped.has(one)));
}

export function missingSubjects(mapping: readonly ColumnMapping[]): FieldIssue[] {
  const mapped = new Set(mapping.map(({ field }) => field));
  if (!NAMED_BY.client.some((field) => mapped.has(field))) {
    const message =
      'Say which columns name the company (name, INN or external id) or the contact (name, e-mail, phone or external id).';
    return [{ pointer: '/mapping', code: 'mapping.nothing-mapped', message }];
  }
  return mapping.flatMap(({ field }, index) => {
    const missing = missingSubject(field, mapped);
    if (missing === undefined) return [];
    const message = `${field} needs a column that names the ${missing}: map one of ${NAMED_BY[missing].join(', ')}, or leave this one out.`;
    return [{ pointer: `/mapping/${index}/field`, code: 'mapping.subject-missing', message }];
  });
}
