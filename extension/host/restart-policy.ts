/** Waits before the first, second, third … restart of a series. The first is at once: most crashes are one-off. */
const RESTART_DELAYS_MS = [0, 500, 2_000, 5_000] as const;

/** Crashes further apart than this do not belong to one series. */
const CRASH_WINDOW_MS = 3 * 60_000;

/**
 * Decides whether a crashed host is started again: with growing delay, and not at all once it has crashed more often
 * within three minutes than there are delays.
 */
export class RestartPolicy {
  #crashes: number[] = [];

  /** How long to wait before the restart; null when the budget is spent. `nowMs` never goes back. */
  delayAfterCrash(nowMs: number): number | null {
    this.#crashes = this.#crashes.filter((at) => nowMs - at < CRASH_WINDOW_MS);
    const delayMs = RESTART_DELAYS_MS[this.#crashes.length] ?? null;
    this.#crashes.push(nowMs);
    return delayMs;
  }

  /** A person asked for a restart: the budget is whole again. */
  reset(): void {
    this.#crashes = [];
  }
}
