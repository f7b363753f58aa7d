import { ownTimers } from "../../base/own-timers.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import { whenSettled } from "../thenable.ts";
import { loopOver, writeOut, type CallRow } from "./call-row.ts";
import { FastFire } from "./fast-fire.ts";
import type { Listener } from "./listener.ts";

/** A hundred timed fires a second are as many as a history holds. */
const TIMED_EVERY_MS = 10;

/** Of fires that leave the timer no turn, one in so many is timed all the same. */
const MOST_UNTIMED = 1_024;

/** As many fires pay for compiling code for them. */
const WORTH_WRITING = 1_024;

/**
 * The fast path of `fire` where not every call is timed: counts them all, and times those of one fire in a while. Reading the clock for
 * each handler is nine tenths of what an exact fire takes. A fire after one in which somebody failed or had to be waited for is timed.
 */
export class SampledFire {
  readonly #calls: PluginCalls;
  readonly #hook: string;
  readonly #listeners: readonly Listener[];
  readonly #timed: FastFire;
  readonly #becomesDue = (): void => {
    this.#isDue = true;
  };
  #row: CallRow;
  #isWritten = false;
  #isDue = true;
  /** Fires since the one that was timed last. */
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(calls: PluginCalls, hook: string, listeners: readonly Listener[]) {
    this.#calls = calls;
    this.#hook = hook;
    this.#listeners = listeners;
    this.#timed = new FastFire(calls, hook, listeners);
    this.#row = loopOver(listeners, this);
  }

  /** Calls every handler; false when it cannot, because a timed fire of this hook is under way. */
  fire(payload: unknown): boolean {
    if (this.#isDue || this.#since >= MOST_UNTIMED) return this.#fireTimed(payload);
    this.#since++;
    this.#timed.block.untimed++;
    this.#row(payload);
    return true;
  }

  /** As `FastFire`. */
  retire(): void {
    if (this.#timer !== null) ownTimers.clearTimeout(this.#timer);
    this.#timed.retire();
  }

  /** Of a handler that is counted and not timed. */
  adopt(listener: Listener, result: unknown): void {
    const isPromise = whenSettled(
      result,
      () => undefined,
      (error) => this.#failed(listener, error),
    );
    if (isPromise) this.#isDue = true;
  }

  /** Of a handler that is counted and not timed. */
  threw(listener: Listener, error: unknown): void {
    this.#isDue = true;
    this.#failed(listener, error);
  }

  #failed({ slot, telemetry }: Listener, error: unknown): void {
    telemetry.failures++;
    slot.noteFailure(this.#hook, this.#calls.messageOf(error));
  }

  #fireTimed(payload: unknown): boolean {
    const { exceptions } = this.#timed;
    this.#isDue = false;
    this.#since = 0;
    if (!this.#timed.fire(payload)) return false;
    if (this.#timed.exceptions === exceptions) this.#rest();
    else this.#isDue = true;
    return true;
  }

  /** The next fires are not timed. */
  #rest(): void {
    if (!this.#isWritten && this.#timed.block.untimed >= WORTH_WRITING) {
      this.#isWritten = true;
      this.#row = writeOut(this.#listeners, this);
    }
    if (this.#timer === null) {
      this.#timer = ownTimers.setTimeout(this.#becomesDue, TIMED_EVERY_MS).unref();
    } else {
      this.#timer.refresh();
    }
  }
}
