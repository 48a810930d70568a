/**
 * Records that were written, or in a rehearsal would be, with the names by which they are found. A list of 100,000 clients is
 * rehearsed in one go, so records are held as bytes: a tenth of what their objects would take.
 */
export class Memory<Known> {
  readonly #records = new Map<string, Buffer>();
  readonly #byName = new Map<string, string[]>();

  learn(id: string, names: readonly string[], known: Known): void {
    this.#records.set(id, Buffer.from(JSON.stringify(known)));
    for (const name of names) {
      const ids = this.#byName.get(name);
      if (!ids) this.#byName.set(name, [id]);
      else if (!ids.includes(id)) ids.push(id);
    }
  }

  /** Ids of the records with a name. */
  named(name: string): readonly string[] {
    return this.#byName.get(name) ?? [];
  }

  get(id: string): Known | undefined {
    const record = this.#records.get(id);
    return record && (JSON.parse(record.toString()) as Known);
  }
}
