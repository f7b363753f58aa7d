import type { Problem } from "../../schemas/index.ts";
import { DeadlineSweep, Pending } from "./deadline-sweep.ts";
import type { Redaction } from "./redaction.ts";
import { whenSettled } from "./thenable.ts";
import { describeThrown } from "./thrown.ts";
import type { CallMarker, Clock, StackReader } from "./types.ts";

/** How a piece of synchronous plugin code ended. */
export type Attempt<Result> =
  | { readonly kind: "returned"; readonly value: Result }
  | { readonly kind: "threw"; readonly error: unknown };

/** How a piece of plugin code ended that may have had to be waited for. */
export type CallOutcome<Result> =
  Attempt<Result> | { readonly kind: "timed-out"; readonly afterMs: number };

/** Code that belongs to no plugin of the manifest: nobody could be blamed by name. */
export const NO_SLOT = -1;

/** The one door to plugin code: marks who runs, catches whatever comes out, and words it. */
export class PluginCalls {
  readonly clock: Clock;
  readonly marker: CallMarker | null;
  readonly redaction: Redaction;
  readonly deadlines: DeadlineSweep;
  readonly #readStack: StackReader;

  constructor(
    clock: Clock,
    marker: CallMarker | null,
    redaction: Redaction,
    readStack: StackReader,
  ) {
    this.clock = clock;
    this.marker = marker;
    this.redaction = redaction;
    this.deadlines = new DeadlineSweep(clock);
    this.#readStack = readStack;
  }

  /** Runs code of the plugin in a slot. Throws what the code throws. */
  mark<Result>(slot: number, code: () => Result): Result {
    if (this.marker === null || slot === NO_SLOT) return code();
    this.marker.enter(slot);
    try {
      return code();
    } finally {
      this.marker.leave();
    }
  }

  /** Runs code that may only be synchronous: constructors, getters, statics. */
  attempt<Result>(slot: number, code: () => Result): Attempt<Result> {
    try {
      return { kind: "returned", value: this.mark(slot, code) };
    } catch (error) {
      return { kind: "threw", error };
    }
  }

  /** Runs code and, only if it returned a promise, waits for it up to the deadline. */
  run<Result>(
    slot: number,
    deadlineMs: number,
    code: () => Result | Promise<Result>,
  ): CallOutcome<Result> | Promise<CallOutcome<Result>> {
    const outcome = this.attempt(slot, code);
    if (outcome.kind !== "returned") return outcome;
    return this.#wait(outcome, deadlineMs);
  }

  /** What was thrown, as a problem: redacted, and with the author's frames only. */
  problemOf(code: string, thrown: unknown, doing: string): Problem {
    const { message, stack } = describeThrown(thrown);
    const read = stack === null ? { stack: null, location: null } : this.#readStack(stack);
    return {
      code,
      message: this.redaction.clean(doing === "" ? message : `${doing}: ${message}`),
      at: this.timestamp(),
      location: read.location,
      stack: read.stack === null ? null : this.redaction.clean(read.stack),
    };
  }

  /** A problem that somebody else worded, without secrets. */
  cleaned(problem: Problem): Problem {
    const { message, stack } = problem;
    return {
      ...problem,
      message: this.redaction.clean(message),
      stack: stack === null ? null : this.redaction.clean(stack),
    };
  }

  /** A problem that nobody threw. */
  problem(code: string, message: string): Problem {
    return {
      code,
      message: this.redaction.clean(message),
      at: this.timestamp(),
      location: null,
      stack: null,
    };
  }

  /** What was thrown, in one line without secrets. */
  messageOf(thrown: unknown): string {
    return this.redaction.clean(describeThrown(thrown).message);
  }

  /** Waits for what an attempt returned, if it is to be waited for, up to the deadline. */
  #wait<Result>(
    returned: Attempt<Result | Promise<Result>> & { kind: "returned" },
    deadlineMs: number,
  ): CallOutcome<Result> | Promise<CallOutcome<Result>> {
    // Most lifecycle methods return nothing.
    if (returned.value === undefined) return returned as Attempt<Result>;
    let isPromise = false;
    const promise = new Promise<CallOutcome<Result>>((resolve) => {
      const pending = new PendingCall(this.clock.now() + deadlineMs, () =>
        resolve({ kind: "timed-out", afterMs: deadlineMs }),
      );
      const settle = (outcome: CallOutcome<Result>): void => {
        this.deadlines.remove(pending);
        resolve(outcome);
      };
      isPromise = whenSettled(
        returned.value,
        (value) => settle({ kind: "returned", value: value as Result }),
        (error) => settle({ kind: "threw", error }),
      );
      if (isPromise) this.deadlines.add(pending);
    });
    // What is not a promise is the result.
    return isPromise ? promise : (returned as Attempt<Result>);
  }

  timestamp(): string {
    return new Date(this.clock.wall()).toISOString();
  }
}

/** One call that is waited for. */
class PendingCall extends Pending {
  readonly #expired: () => void;

  constructor(expiresAt: number, expired: () => void) {
    super();
    this.expiresAt = expiresAt;
    this.#expired = expired;
  }

  override expire(): void {
    this.#expired();
  }
}
