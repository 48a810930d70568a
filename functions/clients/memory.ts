import { createHash } from 'node:crypto';

/** Bytes that are taken from the system at a time. */
const PAGE_BYTES = 1 << 20;

interface Place {
  readonly page: Buffer;
  readonly start: number;
}

/** Each record has its length in front. */
const LENGTH_BYTES = 4;

/**
 * Records that were written, or in a rehearsal would be, with the names by which they are found. A list of 100,000 clients is
 * rehearsed in one go, so records are held as bytes, one behind the other: a tenth of what their objects would take. Small buffers
 * would not do: each keeps a slab alive that it shares with whatever was read at the time.
 */
export class Memory<Known> {
  readonly #pages: Buffer[] = [];
  #used = 0;
  /** Where a record lies: the number of its page times the size of a page, and its place there. */
  readonly #places = new Map<string, number>();
  /** One id alone where one has the name, as most have. */
  readonly #byName = new Map<string, string | string[]>();

  learn(id: string, names: readonly string[], known: Known): void {
    const bytes = Buffer.from(JSON.stringify(known));
    const isNew = !this.#places.has(id);
    const { page, start } = this.#roomFor(id, bytes.length);
    page.writeUInt32LE(bytes.length, start);
    bytes.copy(page, start + LENGTH_BYTES);
    for (const name of new Set(names)) this.#addName(name, id, isNew);
  }

  /** Ids of the records with a name. */
  named(name: string): readonly string[] {
    const ids = this.#byName.get(name) ?? [];
    return typeof ids === 'string' ? [ids] : ids;
  }

  get(id: string): Known | undefined {
    const place = this.#placeOf(id);
    if (!place) return undefined;
    const start = place.start + LENGTH_BYTES;
    const end = start + place.page.readUInt32LE(place.start);
    return JSON.parse(place.page.toString('utf8', start, end)) as Known;
  }

  /** @param isNew No list has the id: of thousands alike none is searched. */
  #addName(name: string, id: string, isNew: boolean): void {
    const ids = this.#byName.get(name);
    if (ids === undefined) this.#byName.set(name, id);
    else if (ids === id) return;
    else if (typeof ids === 'string') this.#byName.set(name, [ids, id]);
    else if (isNew || !ids.includes(id)) ids.push(id);
  }

  #placeOf(id: string): Place | undefined {
    const place = this.#places.get(id);
    const page = place === undefined ? undefined : this.#pages[Math.floor(place / PAGE_BYTES)];
    return place === undefined || !page ? undefined : { page, start: place % PAGE_BYTES };
  }

  /** The place that the record has, if it still fits there: of a firm that is in every row there is one record all the same. */
  #roomFor(id: string, length: number): Place {
    const had = this.#placeOf(id);
    if (had && had.page.readUInt32LE(had.start) >= length) return had;
    const needed = LENGTH_BYTES + length;
    let page = this.#pages.at(-1);
    if (!page || this.#used + needed > page.length) {
      page = Buffer.allocUnsafeSlow(Math.max(PAGE_BYTES, needed));
      this.#pages.push(page);
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += needed;
    this.#places.set(id, (this.#pages.length - 1) * PAGE_BYTES + start);
    return { page, start };
  }
}

/** Long texts of which only has to be known whether they were there: half of a SHA-256 of each is kept. */
export class Marks {
  readonly #hashes = new Set<string>();

  add(text: string): void {
    this.#hashes.add(hashOf(text));
  }

  has(text: string): boolean {
    return this.#hashes.has(hashOf(text));
  }
}

/** 16 characters of one byte each. */
const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('latin1');
