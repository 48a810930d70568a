import type { FieldDefinition, ObjectDefinition, ObjectName } from '../../shared/search/object.ts';
import { OBJECT_NAMES, OBJECTS } from '../../shared/search/objects.ts';

/**
 * The columns of the copy. A record has a number of its own within the copy, `n`: what refers to it holds that number, since four
 * bytes are joined several times as fast as the sixteen of an id.
 */

/** A name in SQL. Names come from the rows of `shared/search` alone, never from a question. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What stands beside a field's own column: the folded text, the currency, or the number of the record referred to. */
export const companion = (field: string): string => `${field}$`;

/** The side table of what is long, one row for each record that has any. */
export const longTable = (object: ObjectName): string => `${object}$long`;
/** Words of records by which `q` finds them. */
export const wordsTable = (object: ObjectName): string => `${object}$words`;
/** Telephone numbers of records, digits only. */
export const digitsTable = (object: ObjectName): string => `${object}$digits`;
/** Every word of the copy, once: what a word with a wrong letter may have meant. */
export const VOCABULARY = 'vocabulary';

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** Amounts have at most 15 digits before the point and 4 behind it. */
export const AMOUNT = 'DECIMAL(19,4)';

const typeName = (object: ObjectName, field: string): string => `${object}.${field}`;

/** Words of a closed list take one byte each. */
export const enumTypeOf = (object: ObjectDefinition, name: string): string | undefined =>
  object.fields[name]?.options === undefined || object.fields[name].list
    ? undefined
    : quoted(typeName(object.name, name));

function columnsOfField(object: ObjectDefinition, name: string, field: FieldDefinition): Column[] {
  const suffix = field.list ? '[]' : '';
  const beside = companion(name);
  switch (field.type) {
    case 'text':
      return [
        { name, type: `VARCHAR${suffix}` },
        { name: beside, type: `VARCHAR${suffix}` },
      ];
    case 'code':
      return [{ name, type: enumTypeOf(object, name) ?? `VARCHAR${suffix}` }];
    case 'money':
      return [
        { name, type: AMOUNT },
        { name: beside, type: 'VARCHAR' },
      ];
    case 'id':
      return [{ name, type: 'UUID' }, ...(isReference(field) ? [{ name: beside, type: 'INTEGER' }] : [])];
    default:
      return [{ name, type: PLAIN[field.type] }];
  }
}

const PLAIN = { number: 'DOUBLE', instant: 'TIMESTAMP', day: 'DATE', boolean: 'BOOLEAN' } as const;

/** Whether a field refers to a record of the copy. */
export const isReference = ({ of, list }: FieldDefinition): boolean =>
  of !== undefined && of !== 'users' && of !== 'teams' && !list;

type Fields = readonly [string, FieldDefinition][];

/** Reckoned once an object: a record that is taken in asks for its fields several times. */
function once(reckon: (object: ObjectDefinition) => Fields): (object: ObjectDefinition) => Fields {
  const known = new WeakMap<ObjectDefinition, Fields>();
  return (object) => {
    const fields = known.get(object) ?? reckon(object);
    known.set(object, fields);
    return fields;
  };
}

/** Fields of an object in one order, for all that lines them up. */
export const fieldsOf = once((object) => Object.entries(object.fields).filter(([name]) => name !== 'id'));

export const longFieldsOf = once((object) => fieldsOf(object).filter(([, { long }]) => long));

export const plainFieldsOf = once((object) =>
  fieldsOf(object).filter(([, { long, derived }]) => !long && !derived),
);

export const derivedFieldsOf = once((object) => fieldsOf(object).filter(([, { derived }]) => derived));

/** Columns that every record has: its number, id and version, and whether there is anything to see. */
const STANDING: readonly Column[] = [
  { name: 'n', type: 'INTEGER' },
  { name: 'id', type: 'UUID' },
  { name: 'version', type: 'INTEGER' },
  { name: 'live', type: 'BOOLEAN' },
];

/** A table of the copy. */
export interface CopyTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The order in which a snapshot keeps its rows, so that what is asked for together lies together. */
  readonly order: string;
}

/** Columns of an object's table: standing ones, then those of its fields, those that are reckoned last. */
export function columnsOf(object: ObjectDefinition): readonly Column[] {
  const own = [...plainFieldsOf(object), ...derivedFieldsOf(object)];
  return [...STANDING, ...own.flatMap(([name, field]) => columnsOfField(object, name, field))];
}

function tablesOf(object: ObjectDefinition): CopyTable[] {
  const { name, fullText } = object;
  const long = longFieldsOf(object).flatMap(([field, definition]) =>
    columnsOfField(object, field, definition),
  );
  const n: Column = { name: 'n', type: 'INTEGER' };
  return [
    { name, columns: columnsOf(object), order: 'n' },
    ...(long.length === 0 ? [] : [{ name: longTable(name), columns: [n, ...long], order: 'n' }]),
    ...(fullText === undefined || fullText.words.length === 0
      ? []
      : [{ name: wordsTable(name), columns: [{ name: 'word', type: 'VARCHAR' }, n], order: 'word, n' }]),
    ...(fullText?.digits === undefined
      ? []
      : [{ name: digitsTable(name), columns: [{ name: 'digits', type: 'VARCHAR' }, n], order: 'n' }]),
  ];
}

/** Every table of the copy. */
export const COPY_TABLES: readonly CopyTable[] = [
  ...OBJECT_NAMES.flatMap((name) => tablesOf(OBJECTS[name])),
  { name: VOCABULARY, columns: [{ name: 'word', type: 'VARCHAR' }], order: 'word' },
];

/** Types that the tables need. */
export const COPY_TYPES: readonly { readonly name: string; readonly values: readonly string[] }[] =
  OBJECT_NAMES.flatMap((object) =>
    fieldsOf(OBJECTS[object]).flatMap(([field, { options, list }]) =>
      options === undefined || list ? [] : [{ name: typeName(object, field), values: Object.keys(options) }],
    ),
  );

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The statements that make an empty copy. */
export function createStatements(): string[] {
  return [
    ...COPY_TYPES.map(
      ({ name, values }) => `CREATE TYPE ${quoted(name)} AS ENUM (${values.map(literal).join(', ')})`,
    ),
    ...COPY_TABLES.map(({ name, columns }) => {
      const list = columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ');
      return `CREATE TABLE ${quoted(name)} (${list})`;
    }),
  ];
}

/**
 * What the copy looks like, as text: a snapshot of another shape is not read but made anew from the feed. Raise the number where
 * the meaning of a column changes and its shape does not.
 */
export const COPY_SHAPE = JSON.stringify([3, createStatements()]);
