import type { DiscoveredPlugin, LookupRoots } from "../../registry/modules/index.ts";

/** How long the answer is taken for granted where no editor tells of files that appear. */
const LONGEST_TRUST_MS = 5_000;

interface Search {
  readonly startedAt: number;
  readonly found: Promise<readonly DiscoveredPlugin[]>;
}

/** Remembers which plugins there are: completion asks after every few keys, and looking takes a walk over all sources. */
export class Discovery {
  readonly #find: (roots: LookupRoots) => Promise<readonly DiscoveredPlugin[]>;
  readonly #searches = new Map<string, Search>();

  constructor(find: (roots: LookupRoots) => Promise<readonly DiscoveredPlugin[]>) {
    this.#find = find;
  }

  plugins(roots: LookupRoots): Promise<readonly DiscoveredPlugin[]> {
    const key = JSON.stringify(roots);
    const last = this.#searches.get(key);
    const now = performance.now();
    if (last && now - last.startedAt < LONGEST_TRUST_MS) return last.found;
    const found = this.#find(roots);
    this.#searches.set(key, { startedAt: now, found });
    return found;
  }

  /** Sources changed, appeared or went away. */
  forget(): void {
    this.#searches.clear();
  }
}
