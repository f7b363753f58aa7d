import type { DiscoveredPlugin, LookupRoots } from "../../registry/modules/index.ts";

/** How long the answer is taken for granted where no editor tells of files that appear. */
const LONGEST_TRUST_MS = 5_000;

type Plugins = readonly DiscoveredPlugin[];

interface Search {
  readonly startedAt: number;
  readonly found: Promise<Plugins>;
}

/** Remembers which plugins there are: completion asks after every few keys, and looking takes a walk over all sources. */
export class Discovery {
  readonly #find: (roots: LookupRoots) => Promise<Plugins>;
  readonly #searches = new Map<string, Search>();
  /** What the last search that ended has found. */
  readonly #last = new Map<string, Plugins>();

  /** `find` never rejects. */
  constructor(find: (roots: LookupRoots) => Promise<Plugins>) {
    this.#find = find;
  }

  plugins(roots: LookupRoots): Promise<Plugins> {
    const key = JSON.stringify(roots);
    const last = this.#searches.get(key);
    const now = performance.now();
    if (last && now - last.startedAt < LONGEST_TRUST_MS) return last.found;
    const found = this.#search(key, roots);
    this.#searches.set(key, { startedAt: now, found });
    return found;
  }

  /** The same for what may be a little old: waits for nothing but the first search. */
  recent(roots: LookupRoots): Plugins | Promise<Plugins> {
    const found = this.plugins(roots);
    return this.#last.get(JSON.stringify(roots)) ?? found;
  }

  /** Sources changed, appeared or went away. */
  forget(): void {
    this.#searches.clear();
  }

  async #search(key: string, roots: LookupRoots): Promise<Plugins> {
    const found = await this.#find(roots);
    this.#last.set(key, found);
    return found;
  }
}
