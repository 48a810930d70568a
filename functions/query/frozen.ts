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

/** Most frozen selections that a copy holds beyond those of the question that it answers. */
const MAX_TABLES = 16;
/** Most ids of them in all: 16 bytes each. */
const MAX_IDS = 8_000_000;

const TAKEN = 'taken';

const prefixOf = (place: SnapshotPlace): string => `${folderOf(place)}/selections/`;

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
  const path = join(place.folder, `freeze-${crypto.randomUUID()}.parquet`);
  const key = `${prefixOf(place)}${selection}/${crypto.randomUUID()}.parquet`;
  try {
    // A file is written from a table: parameters go into no COPY.
    await execute(copy, compilation.statement, `CREATE OR REPLACE TEMP TABLE ${TAKEN} AS ${ids}`);
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

/** Removes what a selection kept. @throws Error where the key is of no selection of this tenant */
export async function thaw(place: SnapshotPlace, key: string): Promise<void> {
  requireOwn(place, key);
  await place.files.remove(key);
}

function requireOwn(place: SnapshotPlace, key: string): void {
  if (!key.startsWith(prefixOf(place)) || key.includes('..'))
    throw new Error('A frozen selection lies elsewhere than where its organisation keeps them.');
}

/** The frozen selections that a copy has read: each once, as long as there is room. */
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
    for (const { id, cards } of frozen) tables.set(id, await this.#tableOf(id, cards));
    return tables;
  }

  async #tableOf(id: string, cards: FrozenCards): Promise<string> {
    const known = this.#tables.get(cards.key);
    const table = known?.table ?? (await this.#read(id, cards));
    this.#tables.delete(cards.key);
    this.#tables.set(cards.key, { table, ids: cards.count });
    return table;
  }

  async #read(id: string, { key, sha256, count }: FrozenCards): Promise<string> {
    requireOwn(this.#place, key);
    const path = join(this.#place.folder, `frozen-${crypto.randomUUID()}.parquet`);
    this.#made += 1;
    const table = `frozen$${this.#made}`;
    try {
      if ((await fetchFile(this.#place, key, path)) !== sha256) throw lost(id);
      await this.#copy.run(
        `CREATE TEMP TABLE ${quoted(table)} AS SELECT id FROM read_parquet('${path.replaceAll("'", "''")}')`,
      );
      const [[rows] = []] = await this.#copy.rows(`SELECT count(*) FROM ${quoted(table)}`);
      if (Number(rows) !== count) throw lost(id);
      return table;
    } catch (error) {
      await this.#copy.run(`DROP TABLE IF EXISTS ${quoted(table)}`);
      throw error instanceof FileMissing ? lost(id, error) : error;
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

const lost = (id: string, cause?: unknown): KartotekaError =>
  new KartotekaError(
    'conflict',
    'selection.lost',
    `The cards that selection ${id} kept cannot be read: ask again, and if that does not help, freeze it again.`,
    { cause },
  );
