import { setTimeout as delay } from "node:timers/promises";

/** Time as policies see it. Tests hand in one that they move themselves. */
export interface PolicyClock {
  /** Monotonic, in ms, from any start. */
  readonly now: () => number;
  /** Resolves when so many ms have passed; rejects with the signal's reason when it is aborted before. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The clock of the process. */
export const policyClock: PolicyClock = {
  now: () => performance.now(),
  wait: async (ms, signal) => {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, signal && { signal });
    } catch (error) {
      signal?.throwIfAborted(); // The reason, and not the timer's own error.
      throw error;
    }
  },
};
