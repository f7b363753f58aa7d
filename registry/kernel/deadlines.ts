import type { DeadlineOptions } from "./types.ts";

/** Long enough for a plugin to talk to a service, short enough that somebody who waits has not given up. */
const DEFAULT_DEADLINE_MS = 5_000;

/** How long plugin code may take. The plugin's own figure wins, then the hook's, then what holds for all. */
export class Deadlines {
  /** Of code that belongs to no plugin of the manifest. */
  readonly callMs: number;
  readonly #options: Partial<DeadlineOptions>;
  #leftMs: () => number = () => Infinity;

  constructor(options: Partial<DeadlineOptions> = {}) {
    this.#options = options;
    this.callMs = options.callMs ?? DEFAULT_DEADLINE_MS;
  }

  ofHandler(plugin: string, hook: string): number {
    return this.#options.plugins?.[plugin] ?? this.#options.hooks?.[hook] ?? this.callMs;
  }

  /** Of lifecycle methods, routes and whatever else is no handler. */
  ofPlugin(plugin: string): number {
    return Math.min(this.#options.plugins?.[plugin] ?? this.callMs, this.#leftMs() / 2);
  }

  /** All that is still to come has so long together. Whoever takes their time gets half of what is left, and leaves the rest. */
  endWithin(ms: number, now: () => number): void {
    const end = now() + ms;
    this.#leftMs = () => Math.max(0, end - now());
  }
}
