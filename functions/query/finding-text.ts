import type { Sight } from '../../shared/access.ts';
import type { ObjectDefinition, ObjectName } from '../../shared/search/object.ts';
import { OBJECTS } from '../../shared/search/objects.ts';
import { fragmentsOf } from '../../shared/search/reading-query.ts';
import { companion, digitsTable, longTable, quoted, wordsTable } from './columns.ts';
import { visible } from './compile-access.ts';
import type { Copy } from './copy.ts';
import { execute } from './executing.ts';
import { RANK, type Term, type TextSearch } from './reading-text.ts';
import { Statement } from './sql.ts';

/** Beyond every letter that a word may go on with. */
const LAST = '\u{10FFFF}';

/**
 * Finds the rows that a full-text search means, and keeps their numbers `n`, each with its `rank`, in a table.
 *
 * It goes step by step through tables of its own, so that the engine knows of each how large it is: asked at once, it joins millions of rows
 * with millions before it looks at the few that have the word. The longest word comes first, since it is the rarest as a rule.
 *
 * @param table What the names of tables begin with that are made, or made anew
 * @returns the name of the table that has the rows, each once
 */
export async function keepHits(copy: Copy, table: string, search: TextSearch, sight: Sight): Promise<string> {
  const finding = new Finding(copy, table, search.object, sight);
  const { terms, digits, notes, object } = search;
  const ways: string[] = [];
  // A text that is one number is looked for among numbers by itself.
  const alone = digits.length > 0;
  if (terms.length > 0 && object.fullText?.words.length) ways.push(await finding.words(terms, alone));
  if (digits.length > 0) ways.push(await finding.numbers(digits));
  if (notes !== undefined && notes.words.length > 0) ways.push(await finding.notes(notes));
  const [only, ...more] = ways;
  if (only !== undefined && more.length === 0) return only;
  const all = ways.map((way) => `SELECT n, rank FROM ${way}`).join(' UNION ALL ');
  return finding.keep(table, () =>
    ways.length === 0
      ? 'SELECT 0::INTEGER AS n, 0::INTEGER AS rank WHERE FALSE'
      : `SELECT n, min(rank)::INTEGER AS rank FROM (${all}) GROUP BY n`,
  );
}

/** Rows of one object or another that have a word or a number, as a query of `n` and `rank`. */
type Scan = (object: ObjectName, statement: Statement) => string;

/** The way to the people of a firm, or the firms of a person. */
interface Way {
  readonly between: ObjectName;
  readonly ours: string;
  readonly theirs: string;
  readonly to: ObjectDefinition;
}

class Finding {
  readonly #copy: Copy;
  readonly #table: string;
  readonly #object: ObjectDefinition;
  readonly #sight: Sight;

  constructor(copy: Copy, table: string, object: ObjectDefinition, sight: Sight) {
    this.#copy = copy;
    this.#table = table;
    this.#object = object;
    this.#sight = sight;
  }

  async keep(name: string, query: (statement: Statement) => string): Promise<string> {
    const statement = new Statement();
    const text = query(statement);
    await execute(this.#copy, statement, `CREATE OR REPLACE TEMP TABLE ${name} AS ${text}`);
    this.#copy.passing.add(name);
    return name;
  }

  /** Rows that have every word, themselves or by the people that belong to them, by the sum of their ranks. */
  async words(terms: readonly Term[], alone: boolean): Promise<string> {
    const [rarest, ...others] = terms.toSorted((one, other) => other.word.length - one.word.length);
    if (rarest === undefined) throw new Error('A search without words looks for none.');
    let found = await this.#anywhere('words', scanOf(rarest, alone));
    const way = this.#way();
    const people =
      others.length === 0 || way === undefined
        ? undefined
        : await this.keep(`${this.#table}_people`, (statement) => {
            const [place, person] = [statement.alias(), statement.alias()];
            return `SELECT ${place}.${way.ours} AS n, ${place}.${way.theirs} AS other FROM ${found} AS f
              JOIN ${quoted(way.between)} AS ${place} ON ${place}.${way.ours} = f.n
              JOIN ${quoted(way.to.name)} AS ${person} ON ${person}.n = ${place}.${way.theirs}
              WHERE ${place}.live${this.#seen(way.to, person, statement)}`;
          });
    for (const [index, term] of others.entries()) {
      const [before, scan] = [found, scanOf(term, alone)];
      found = await this.keep(`${this.#table}_words${index}`, (statement) => {
        const own = `SELECT s.n, s.rank FROM (${scan(this.#object.name, statement)}) AS s WHERE s.n IN (SELECT n FROM ${before})`;
        const theirs =
          people === undefined || way === undefined
            ? ''
            : ` UNION ALL SELECT p.n, s.rank + ${RANK.related} FROM ${people} AS p JOIN (${scan(way.to.name, statement)}) AS s ON s.n = p.other`;
        return `SELECT b.n, b.rank + f.rank AS rank FROM ${before} AS b JOIN (SELECT n, min(rank) AS rank FROM (${own}${theirs}) GROUP BY n) AS f ON f.n = b.n`;
      });
    }
    return found;
  }

  /** Rows with a telephone number that has the digits somewhere in it. */
  numbers(fragments: readonly string[]): Promise<string> {
    return this.#anywhere('digits', (object, statement) => byDigits(object, fragments, statement));
  }

  /** What was found of the object itself, and by way of its people or firms. */
  async #anywhere(name: string, scan: Scan): Promise<string> {
    const way = this.#way();
    const related =
      way &&
      (await this.keep(`${this.#table}_${name}_related`, (statement) => {
        return `SELECT n, min(rank) AS rank FROM (${scan(way.to.name, statement)}) GROUP BY n`;
      }));
    return this.keep(`${this.#table}_${name}`, (statement) => {
      const own = scan(this.#object.name, statement);
      if (way === undefined) return `SELECT n, min(rank) AS rank FROM (${own}) GROUP BY n`;
      const [place, person] = [statement.alias(), statement.alias()];
      const theirs = `SELECT ${place}.${way.ours} AS n, r.rank + ${RANK.related} AS rank FROM ${related} AS r
        JOIN ${quoted(way.between)} AS ${place} ON ${place}.${way.theirs} = r.n
        ${this.#sight.all ? '' : `JOIN ${quoted(way.to.name)} AS ${person} ON ${person}.n = r.n`}
        WHERE ${place}.live AND ${place}.${way.ours} IS NOT NULL${this.#sight.all ? isThere(way.to, 'r') : this.#seen(way.to, person, statement)}`;
      return `SELECT n, min(rank) AS rank FROM (${own} UNION ALL ${theirs}) GROUP BY n`;
    });
  }

  #way(): Way | undefined {
    const [step, next] = this.#object.fullText?.through ?? [];
    const between = step === undefined ? undefined : this.#object.relations[step];
    const towards = between && next !== undefined ? OBJECTS[between.to].relations[next] : undefined;
    if (between?.theirs === undefined || towards?.ours === undefined) return undefined;
    return {
      between: between.to,
      ours: quoted(companion(between.theirs)),
      theirs: quoted(companion(towards.ours)),
      to: OBJECTS[towards.to],
    };
  }

  #seen(object: ObjectDefinition, alias: string, statement: Statement): string {
    return visible(object, alias, { statement, sight: this.#sight });
  }

  /** Rows in whose chronologies the words stand, each in the text of one entry of the period. */
  notes({ period, words }: NonNullable<TextSearch['notes']>): Promise<string> {
    return this.keep(`${this.#table}_notes`, (statement) => {
      const { notes } = this.#object.fullText ?? {};
      const relation = notes === undefined || notes === 'self' ? undefined : this.#object.relations[notes];
      const entries = OBJECTS.timeline.name;
      const [entry, long] = [statement.alias(), statement.alias()];
      const at = (bound: string) =>
        `CAST(${statement.text(bound.replace('T', ' ').replace('Z', ''))} AS TIMESTAMP)`;
      const conditions = [
        `NOT ${entry}.corrected${this.#seen(OBJECTS.timeline, entry, statement)}`,
        ...(period.from === undefined ? [] : [`${entry}."occurredAt" >= ${at(period.from)}`]),
        ...(period.to === undefined ? [] : [`${entry}."occurredAt" < ${at(period.to)}`]),
        ...words.map((word) => `contains(${long}."text$", ${statement.text(word)})`),
      ];
      const n =
        relation?.theirs === undefined ? `${entry}.n` : `${entry}.${quoted(companion(relation.theirs))}`;
      return `SELECT DISTINCT ${n} AS n, ${RANK.note} AS rank FROM ${quoted(entries)} AS ${entry} JOIN ${quoted(longTable(entries))} AS ${long} ON ${long}.n = ${entry}.n WHERE ${n} IS NOT NULL AND ${conditions.join(' AND ')}`;
    });
  }
}

/** For whoever sees everything: looking for the few that are gone is quicker than for all that are there. */
const isThere = (object: ObjectDefinition, alias: string): string =>
  ` AND ${alias}.n NOT IN (SELECT n FROM ${quoted(object.name)} WHERE NOT live)`;

/** Rows with a word that begins with the term, is one of those that may have been meant, or has its digits in a number. */
const scanOf =
  ({ word, spelling, meant }: Term, alone: boolean): Scan =>
  (object, statement) => {
    const words = quoted(wordsTable(object));
    const [from, to] = [statement.text(word), statement.text(`${word}${LAST}`)];
    const begins = `SELECT n, CASE WHEN word = ${from} THEN ${RANK.exact} ELSE ${RANK.beginning} END AS rank FROM ${words} WHERE word >= ${from} AND word < ${to}`;
    const others = meant.map((other) => statement.text(other)).join(', ');
    const number = alone || !/^\d+$/.test(word) ? [] : fragmentsOf(word);
    return [
      begins,
      ...(spelling === undefined
        ? []
        : [`SELECT n, ${RANK.beginning} AS rank FROM ${words} WHERE ${beginsWith(spelling, statement)}`]),
      ...(others === '' ? [] : [`SELECT n, ${RANK.typo} AS rank FROM ${words} WHERE word IN (${others})`]),
      ...(number.length > 0 ? [byDigits(object, number, statement)] : []),
    ].join(' UNION ALL ');
  };

/** In the order of the table, so that the engine reads only where such words lie. */
const beginsWith = (start: string, statement: Statement): string =>
  `word >= ${statement.text(start)} AND word < ${statement.text(`${start}${LAST}`)}`;

function byDigits(object: ObjectName, fragments: readonly string[], statement: Statement): string {
  if (!OBJECTS[object].fullText?.digits) return 'SELECT 0::INTEGER AS n, 0 AS rank WHERE FALSE';
  const contains = fragments.map((fragment) => `contains(digits, ${statement.text(fragment)})`);
  return `SELECT n, ${RANK.number} AS rank FROM ${quoted(digitsTable(object))} WHERE ${contains.join(' OR ')}`;
}
