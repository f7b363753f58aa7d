/** Counts what a plugin does too much of; says so once it was too much within a window. */
export class FloodGuard {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #counts = new Map<string, { since: number; count: number }>();

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Counts one; true when it is the one that is too much. */
  exceeds(plugin: string): boolean {
    const now = performance.now();
    const counted = this.#counts.get(plugin);
    if (!counted || now - counted.since > this.#windowMs) {
      this.#counts.set(plugin, { since: now, count: 1 });
      return this.#limit < 1;
    }
    counted.count += 1;
    return counted.count === this.#limit + 1;
  }

  /** Starts anew for a plugin that is given another chance. */
  forget(plugin: string): void {
    this.#counts.delete(plugin);
  }
}
