import { LONGEST_WAIT_MS, ownTimers } from "../base/own-timers.ts";
import type { Clock } from "./types.ts";

/**
 * Something with a deadline that is under way. It is itself a link of the sweep's list: entering and leaving a set costs more than
 * the rest of a small fire.
 */
export abstract class Pending {
  /** On the monotonic clock; may be moved while it waits. */
  expiresAt = Infinity;
  /** Of the sweep, like those below: whether it is in the list. */
  waits = false;
  before: Pending | null = null;
  after: Pending | null = null;

  /** The deadline passed. The sweep has forgotten it. */
  abstract expire(): void;

  /** Code that ran was stopped from outside: what was called of it, and has not returned, never will. */
  interrupted(): void {
    // Most have nobody to tell: what they wait for has returned.
  }
}

/** Two expiries closer than this share one timer. */
const COARSENESS_MS = 5;

/**
 * One timer for all deadlines. Waiting on a deadline costs a place in a list, not a timer of its own: timers per call
 * cost eight times what the rest of the dispatch does.
 */
export class DeadlineSweep {
  /** When the timer is set for. Nobody whose deadline is later has to say so. */
  wakesAt = Infinity;
  /** How much is under way. */
  size = 0;
  readonly #clock: Clock;
  /** Whatever began last is at the end. */
  #last: Pending | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isHeld = false;
  #isLettingGo = false;
  /** Since when no deadline passes; null while they do. */
  #suspendedAt: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(pending: Pending): void {
    pending.waits = true;
    pending.before = this.#last;
    if (this.#last !== null) this.#last.after = pending;
    this.#last = pending;
    this.size++;
    if (!this.#isHeld) this.#hold();
    // `resume` gives back the whole time, of which what began meanwhile has lost only the rest.
    if (this.#suspendedAt !== null) pending.expiresAt -= this.#clock.now() - this.#suspendedAt;
    else if (pending.expiresAt < this.wakesAt) this.#wakeBy(pending.expiresAt);
  }

  /** Its deadline no longer matters. The timer stays and finds nothing: taking it back at every call would cost more. */
  remove(pending: Pending): void {
    if (!pending.waits) return;
    const { before, after } = pending;
    if (before !== null) before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
    pending.waits = false;
    pending.before = null;
    pending.after = null;
    this.size--;
    if (this.size > 0 || this.#isLettingGo) return;
    this.#isLettingGo = true;
    ownTimers.setImmediate(this.#letGo);
  }

  /** Code that ran was stopped from outside. Tells the innermost call first. */
  interrupted(): void {
    for (const pending of this.#latestFirst()) pending.interrupted();
  }

  /** From now on no deadline passes: a debugger may halt the code that they are about. */
  suspend(): void {
    if (this.#suspendedAt !== null) return;
    this.#suspendedAt = this.#clock.now();
    if (this.#timer !== null) ownTimers.clearTimeout(this.#timer);
    this.#timer = null;
    this.wakesAt = Infinity;
  }

  /** Deadlines pass again. What is under way gets the time back that it was suspended for. */
  resume(): void {
    if (this.#suspendedAt === null) return;
    const suspendedMs = this.#clock.now() - this.#suspendedAt;
    this.#suspendedAt = null;
    let next = Infinity;
    for (const pending of this.#latestFirst()) {
      pending.expiresAt += suspendedMs;
      next = Math.min(next, pending.expiresAt);
    }
    this.#wakeBy(next);
  }

  /** Called when a pending deadline was moved to an earlier time, `deadlineMs` after what it is about began. */
  moved(pending: Pending, deadlineMs: number): void {
    // It began meanwhile, and may have been halted since.
    if (this.#suspendedAt !== null) pending.expiresAt = this.#suspendedAt + deadlineMs;
    else this.#wakeBy(pending.expiresAt);
  }

  #wakeBy(time: number): void {
    if (time >= this.wakesAt || this.#suspendedAt !== null) return;
    if (this.#timer !== null) ownTimers.clearTimeout(this.#timer);
    this.wakesAt = time;
    const waitMs = Math.min(Math.max(0, time - this.#clock.now()), LONGEST_WAIT_MS);
    this.#timer = ownTimers.setTimeout(() => this.#sweep(), waitMs);
  }

  /** A deadline that somebody waits for keeps the process from ending by itself. */
  #hold(): void {
    this.#isHeld = true;
    this.#timer?.ref();
  }

  /** Once for all fires that come one after the other: telling the timer costs more than the rest of a small fire. */
  readonly #letGo = (): void => {
    this.#isLettingGo = false;
    if (this.size > 0) return;
    this.#isHeld = false;
    this.#timer?.unref();
  };

  /** As of now: whoever is told may begin and end others. */
  #latestFirst(): readonly Pending[] {
    const all: Pending[] = [];
    for (let one = this.#last; one !== null; one = one.before) all.push(one);
    return all;
  }

  /** May be early: a timer does not take every wait. */
  #sweep(): void {
    this.#timer = null;
    this.wakesAt = Infinity;
    const now = this.#clock.now();
    let next = Infinity;
    for (const pending of this.#latestFirst().toReversed()) {
      if (!pending.waits) continue;
      if (pending.expiresAt <= now) {
        this.remove(pending);
        pending.expire();
      } else {
        next = Math.min(next, pending.expiresAt);
      }
    }
    if (next !== Infinity) this.#wakeBy(Math.max(next, now + COARSENESS_MS));
  }
}
