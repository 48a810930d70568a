import { forEachAtMost } from '../../shared/at-most.ts';

const AT_A_TIME = 16;

/**
 * Which firms stand above which: as it is stored, and as the rows of a list have it. Rows are written side by side, so none of
 * them sees in the table what the others are about to write there.
 */
export class Ancestry {
  readonly #parentsOf: (id: string) => Promise<readonly string[]>;
  readonly #stored = new Map<string, readonly string[]>();
  readonly #added = new Map<string, readonly string[]>();

  /** @param parentsOf Reads the parents that a stored firm has. */
  constructor(parentsOf: (id: string) => Promise<readonly string[]>) {
    this.#parentsOf = parentsOf;
  }

  /** Reads all that stands above stored firms; has to come before `add` with these as parents. */
  async prepare(ids: readonly string[]): Promise<void> {
    for (let level = ids; level.length > 0; ) {
      const unread = [...new Set(level)].filter((id) => !this.#stored.has(id));
      await forEachAtMost(AT_A_TIME, unread, async (id) => {
        this.#stored.set(id, await this.#parentsOf(id));
      });
      level = unread.flatMap((id) => this.#stored.get(id) ?? []);
    }
  }

  /** Takes in that one firm is the parent of another, unless it would close a circle. @returns whether it did */
  add(childId: string, parentId: string): boolean {
    const seen = new Set([parentId]);
    // A set goes on over what is added to it meanwhile.
    for (const id of seen) {
      if (id === childId) return false;
      for (const above of [...(this.#stored.get(id) ?? []), ...(this.#added.get(id) ?? [])]) seen.add(above);
    }
    this.#added.set(childId, [...(this.#added.get(childId) ?? []), parentId]);
    return true;
  }
}
