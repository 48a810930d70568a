import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KartotekaError } from '../../shared/errors.ts';
import type { FrozenCards, SavedFilter } from '../../shared/search/bind-filter.ts';
import { FileMissing } from '../runtime/files/files.ts';
import { quoted } from './columns.ts';
import type { Copy } from './copy.ts';
import { execute } from './executing.ts';
import { type Choice, choose } from './searching.ts';
import { fetchFile, folderOf, hashOf, type SnapshotPlace } from './snapshot.ts';
import type { Statement } from './sql.ts';

/** Most kept files that a copy holds beyond those of the question that it answers. */
const MAX_TABLES = 16;
/** Most ids of them in all, 16 bytes each and 24 in lists: three exports of five million rows can be made at once. */
const MAX_IDS = 16_000_000;

const TAKEN = 'taken';

const prefixOf = (place: SnapshotPlace): string => `${folderOf(place)}/selections/`;
/** Lists are kept for an export's while: they lie where the bucket itself removes what is a day old. */
export const listsOf = ({ tenantId }: SnapshotPlace): string => `lists/${tenantId}/`;

/**
 * Keeps the ids of the cards that a choice has now, as whoever asks sees them, in one Parquet file under a key that nothing had
 * before: a repeat overwrites nothing.
 */
export async function freeze(
  copy: Copy,
  place: SnapshotPlace,
  selection: string,
  choice: Choice,
): Promise<FrozenCards> {
  const { compilation, from, where } = choose(choice);
  const ids = `SELECT o.id FROM ${from} WHERE ${where} ORDER BY o.id`;
  return keepFile(copy, place, `${prefixOf(place)}${selection}/`, { statement: compilation.statement, ids });
}

/** Keeps what a query finds, ids among it, in one file in a folder of the bucket. */
export async function keepFile(
  copy: Copy,
  place: SnapshotPlace,
  folder: string,
  { statement, ids }: { readonly statement: Statement; readonly ids: string },
): Promise<FrozenCards> {
  const path = join(place.folder, `freeze-${crypto.randomUUID()}.parquet`);
  const key = `${folder}${crypto.randomUUID()}.parquet`;
  try {
    // A file is written from a table: parameters go into no COPY.
    await execute(copy, statement, `CREATE OR REPLACE TEMP TABLE ${TAKEN} AS ${ids}`);
    const [[count] = []] = await copy.rows(`SELECT count(*) FROM ${TAKEN}`);
    await copy.run(`COPY ${TAKEN} TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`);
    const sha256 = await hashOf(path);
    await place.files.putStream(key, createReadStream(path), 'application/vnd.apache.parquet');
    return { key, sha256, count: Number(count) };
  } finally {
    await copy.run(`DROP TABLE IF EXISTS ${TAKEN}`);
    await rm(path, { force: true });
  }
}

/** Removes what was kept. @throws Error where the key is of no selection and no list of this tenant */
export async function thaw(place: SnapshotPlace, key: string): Promise<void> {
  requireOwn(place, key);
  await place.files.remove(key);
}

function requireOwn(place: SnapshotPlace, key: string): void {
  const folders = [prefixOf(place), listsOf(place)];
  if (!folders.some((folder) => key.startsWith(folder)) || key.includes('..'))
    throw new Error('What was kept lies elsewhere than where its organisation keeps it.');
}

/** The kept files, of selections and lists, that a copy has read: each once, as long as there is room. */
export class FrozenTables {
  readonly #copy: Copy;
  readonly #place: SnapshotPlace;
  /** By the key of the file, the one used last at the end. */
  readonly #tables = new Map<string, { readonly table: string; readonly ids: number }>();
  #made = 0;

  constructor(copy: Copy, place: SnapshotPlace) {
    this.#copy = copy;
    this.#place = place;
  }

  /**
   * The tables of the frozen selections among these, by the ids of the selections.
   *
   * @throws KartotekaError `selection.lost`
   */
  async tablesOf(selections: readonly (readonly [string, SavedFilter])[]): Promise<Map<string, string>> {
    const tables = new Map<string, string>();
    const frozen = selections.flatMap(([id, saved]) =>
      'frozen' in saved ? [{ id, cards: saved.frozen }] : [],
    );
    await this.#makeRoom(frozen.map(({ cards }) => cards));
    for (const { id, cards } of frozen)
      tables.set(
        id,
        await this.#tableOf(
          cards,
          (cause) => lost(id, cause),
          (file) => `SELECT id FROM ${file}`,
        ),
      );
    return tables;
  }

  /** The table of a list. @throws Error where its file is gone, or not as it was written: whoever had it kept begins anew */
  async listOf(list: FrozenCards, rows: RowsOf): Promise<string> {
    await this.#makeRoom([list]);
    return this.#tableOf(list, (cause) => new Error('A list of rows cannot be read.', { cause }), rows);
  }

  async #tableOf(cards: FrozenCards, lostBy: LostBy, rows: RowsOf): Promise<string> {
    const known = this.#tables.get(cards.key);
    const table = known?.table ?? (await this.#read(cards, lostBy, rows));
    this.#tables.delete(cards.key);
    this.#tables.set(cards.key, { table, ids: cards.count });
    return table;
  }

  async #read({ key, sha256, count }: FrozenCards, lostBy: LostBy, rowsOf: RowsOf): Promise<string> {
    requireOwn(this.#place, key);
    const path = join(this.#place.folder, `frozen-${crypto.randomUUID()}.parquet`);
    this.#made += 1;
    const table = `frozen$${this.#made}`;
    try {
      if ((await fetchFile(this.#place, key, path)) !== sha256) throw lostBy();
      await this.#copy.run(
        `CREATE TEMP TABLE ${quoted(table)} AS ${rowsOf(`read_parquet('${path.replaceAll("'", "''")}')`)}`,
      );
      const [[rows] = []] = await this.#copy.rows(`SELECT count(*) FROM ${quoted(table)}`);
      if (Number(rows) !== count) throw lostBy();
      return table;
    } catch (error) {
      await this.#copy.run(`DROP TABLE IF EXISTS ${quoted(table)}`);
      throw error instanceof FileMissing ? lostBy(error) : error;
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Drops what was used longest ago, but nothing that is needed now. */
  async #makeRoom(needed: readonly FrozenCards[]): Promise<void> {
    const keys = new Set(needed.map(({ key }) => key));
    const coming = needed.filter(({ key }) => !this.#tables.has(key));
    const ids = (cards: Iterable<{ readonly ids: number }>): number =>
      [...cards].reduce((sum, one) => sum + one.ids, 0);
    const more = ids(coming.map(({ count }) => ({ ids: count })));
    for (const [key, { table }] of this.#tables) {
      const fits =
        this.#tables.size + coming.length <= MAX_TABLES && ids(this.#tables.values()) + more <= MAX_IDS;
      if (fits) return;
      if (keys.has(key)) continue;
      await this.#copy.run(`DROP TABLE ${quoted(table)}`);
      this.#tables.delete(key);
    }
  }
}

/** What a table has of a kept file. */
type RowsOf = (file: string) => string;

/** What is thrown where a kept file cannot be used. */
type LostBy = (cause?: unknown) => Error;

const lost = (id: string, cause?: unknown): KartotekaError =>
  new KartotekaError(
    'conflict',
    'selection.lost',
    `The cards that selection ${id} kept cannot be read: ask again, and if that does not help, freeze it again.`,
    { cause },
  );
