import { ownTimers } from "../base/own-timers.ts";
import type { Clock } from "./types.ts";

/** Something with a deadline that is under way. `expiresAt` is on the monotonic clock and may be moved while it waits. */
export interface Pending {
  expiresAt: number;
  expire(): void;
  /** Code that ran was stopped from outside: what was called of it, and has not returned, never will. */
  interrupted?(): void;
}

/** Two expiries closer than this share one timer. */
const COARSENESS_MS = 5;

/**
 * One timer for all deadlines. Waiting on a deadline costs an entry in a set, not a timer of its own: timers per call
 * cost eight times what the rest of the dispatch does.
 */
export class DeadlineSweep {
  readonly #clock: Clock;
  readonly #pending = new Set<Pending>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** When the timer is set for. Nobody whose deadline is later has to say so. */
  wakesAt = Infinity;
  #isHeld = false;
  #isLettingGo = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(pending: Pending): void {
    this.#pending.add(pending);
    this.#hold();
    this.wakeBy(pending.expiresAt);
  }

  /** Its deadline no longer matters. The timer stays and finds nothing: taking it back at every call would cost more. */
  remove(pending: Pending): void {
    this.#pending.delete(pending);
    if (this.#pending.size === 0 && !this.#isLettingGo) {
      this.#isLettingGo = true;
      ownTimers.setImmediate(this.#letGo);
    }
  }

  /** A deadline that somebody waits for keeps the process from ending by itself. */
  #hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#timer?.ref();
  }

  /** Once for all fires that come one after the other: telling the timer costs more than the rest of a small fire. */
  readonly #letGo = (): void => {
    this.#isLettingGo = false;
    if (this.#pending.size > 0) return;
    this.#isHeld = false;
    this.#timer?.unref();
  };

  /** How much is under way. */
  get size(): number {
    return this.#pending.size;
  }

  /** Code that ran was stopped from outside. Tells the innermost call first. */
  interrupted(): void {
    for (const pending of Array.from(this.#pending).toReversed()) pending.interrupted?.();
  }

  /** Called when a pending deadline was moved to an earlier time. */
  wakeBy(time: number): void {
    if (time >= this.wakesAt) return;
    if (this.#timer !== null) ownTimers.clearTimeout(this.#timer);
    this.wakesAt = time;
    this.#timer = ownTimers.setTimeout(() => this.#sweep(), Math.max(0, time - this.#clock.now()));
  }

  #sweep(): void {
    this.#timer = null;
    this.wakesAt = Infinity;
    const now = this.#clock.now();
    let next = Infinity;
    for (const pending of this.#pending) {
      if (pending.expiresAt <= now) {
        this.#pending.delete(pending);
        pending.expire();
      } else {
        next = Math.min(next, pending.expiresAt);
      }
    }
    if (next !== Infinity) this.wakeBy(Math.max(next, now + COARSENESS_MS));
  }
}
