import type { HandlerOutcome, Problem } from "../../../schemas/index.ts";
import type { Pending } from "../deadline-sweep.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import { whenSettled } from "../thenable.ts";
import type { FireOptions } from "../types.ts";
import { HandlerCall } from "./handler-call.ts";
import type { HookPlan } from "./hook-plan.ts";
import type { Listener } from "./listener.ts";
import type { Participant } from "./participants.ts";

/** The result of a first-result hook, and whose it is. */
export interface Decided {
  readonly plugin: string;
  readonly value: unknown;
}

/** Why a handler is not waited for any longer. */
type GivenUp = "timed-out" | "cancelled" | "interrupted";

/** What a fire begins with. */
export interface FireStart {
  readonly decided: Decided | null;
  readonly keepsOutcomes: boolean;
}

/** The callbacks of a handler that is waited for. */
interface Ears {
  readonly answered: (value: unknown) => void;
  readonly threw: (error: unknown) => void;
}

/**
 * One `fireAndWait` under way: calls the handlers one after the other, each within its deadline. Never rejects.
 *
 * Callbacks rather than `await`, one pair of them for all handlers, and one entry in the deadline sweep for the whole fire: waiting
 * for a handler costs one `then`.
 */
export class AwaitedFire implements Pending {
  expiresAt = Infinity;
  readonly #calls: PluginCalls;
  readonly #plan: HookPlan;
  readonly #payload: Record<string, unknown>;
  readonly #options: FireOptions;
  readonly #done: (fired: AwaitedFire) => void;
  /** Null when nobody asked: for many handlers they cost an eighth of the fire. */
  readonly outcomes: HandlerOutcome[] | null;
  /** Who had the result of a first-result hook. */
  decided: Decided | null;
  readonly #firedAt: number;
  #index = 0;
  /** The handler under way; null between two. */
  #listener: Listener | null = null;
  #call: HandlerCall | null = null;
  /** The latest reading of the clock: when one handler ends the next begins. */
  #startedAt: number;
  #cancelled: (() => void) | null = null;
  /** Replaced when a handler is given up, so that its late answer finds nobody. */
  #ears: Ears;

  constructor(
    calls: PluginCalls,
    plan: HookPlan,
    payload: Record<string, unknown>,
    options: FireOptions,
    start: FireStart,
    done: (fired: AwaitedFire) => void,
  ) {
    this.#calls = calls;
    this.#plan = plan;
    this.#payload = payload;
    this.#options = options;
    this.#done = done;
    this.outcomes = start.keepsOutcomes ? [] : null;
    this.decided = start.decided;
    this.#firedAt = calls.clock.now();
    this.#startedAt = this.#firedAt;
    this.#ears = this.#listen();
  }

  /** How long it took, or has taken so far. */
  get durationMs(): number {
    return this.#startedAt - this.#firedAt;
  }

  start(): void {
    const { signal } = this.#options;
    if (signal !== undefined) {
      this.#cancelled = () => this.#giveUp("cancelled");
      signal.addEventListener("abort", this.#cancelled);
    }
    this.#calls.deadlines.add(this);
    this.#proceed();
  }

  expire(): void {
    this.#calls.deadlines.add(this);
    this.#giveUp("timed-out");
  }

  /** Of the handler under way: it will not return, or its plugin was stopped. Those after it are called all the same. */
  interrupted(): void {
    const listener = this.#listener;
    if (listener === null) return;
    const { quarantine } = listener.slot;
    // A handler that returned a promise has a deadline.
    if (quarantine !== null) this.#giveUp("timed-out", quarantine);
    else if (this.expiresAt === Infinity) this.#giveUp("interrupted");
  }

  #proceed(): void {
    const { participants } = this.#plan;
    while (this.#index < participants.length) {
      const participant = participants[this.#index++] as Participant; // Within bounds.
      const skipped = this.#skipReason(participant);
      if (skipped !== null) {
        this.outcomes?.push({ kind: "skipped", plugin: participant.plugin, reason: skipped });
      } else if (participant.kind === "called" && this.#begin(participant.listener)) {
        return;
      }
    }
    this.#finish();
  }

  #skipReason(participant: Participant): SkipReason | null {
    return skipReason(participant, this.#options, this.decided);
  }

  /** Calls one handler; true when it has to be waited for. */
  #begin(listener: Listener): boolean {
    const { marker, deadlines } = this.#calls;
    const { slot, telemetry } = listener;
    this.#listener = listener;
    this.#call = this.#callFor(listener);
    telemetry.begin();
    let result: unknown;
    try {
      marker?.enter(slot.number);
      result = listener.handler.call(listener.instance, this.#payload, this.#call);
      marker?.leave();
    } catch (error) {
      marker?.leave();
      this.#threw(error);
      return false;
    }
    if (result === undefined || !whenSettled(result, this.#ears.answered, this.#ears.threw)) {
      this.#answered(result);
      return false;
    }
    this.expiresAt = this.#startedAt + this.#deadlineMs(listener);
    deadlines.wakeBy(this.expiresAt);
    return true;
  }

  #callFor(listener: Listener): HandlerCall {
    const { source = null } = this.#options;
    if (source === null && !listener.takesCall) return listener.sharedCall;
    return new HandlerCall(this.#plan.hook, source, this.#deadlineMs(listener), listener.lifetime);
  }

  #deadlineMs(listener: Listener): number {
    return this.#options.deadlineMs ?? listener.deadlineMs;
  }

  #listen(): Ears {
    const ears: Ears = {
      answered: (value) => {
        if (this.#ears !== ears) return;
        this.#answered(value);
        this.#proceed();
      },
      threw: (error) => {
        if (this.#ears !== ears) return;
        this.#threw(error);
        this.#proceed();
      },
    };
    return ears;
  }

  #answered(value: unknown): void {
    const listener = this.#current();
    const plugin = listener.slot.name;
    const durationMs = this.#end(listener, null);
    this.outcomes?.push({ kind: "answered", plugin, durationMs });
    if (value !== undefined && this.#plan.firstResult) this.decided = { plugin, value };
  }

  #threw(error: unknown): void {
    const listener = this.#current();
    const problem = this.#calls.problemOf("plugin/handler-threw", error, "");
    const durationMs = this.#end(listener, problem.message);
    this.outcomes?.push({ kind: "threw", plugin: listener.slot.name, durationMs, problem });
  }

  /** Goes on without the handler under way, and tells it by its signal. */
  #giveUp(why: GivenUp, known: Problem | null = null): void {
    if (this.#listener === null) return;
    const listener = this.#listener;
    const call = this.#call;
    this.#ears = this.#listen();
    const problem = known ?? this.#calls.problem(`plugin/${why}`, this.#reasonOf(why, listener));
    const durationMs = this.#end(listener, problem.message);
    const kind = why === "timed-out" ? why : "threw";
    this.outcomes?.push({ kind, plugin: listener.slot.name, durationMs, problem });
    // The shared object's signal is for the plugin's whole life; a handler that got it has not asked for another.
    if (call !== null && call !== listener.sharedCall) {
      const name = why === "timed-out" ? "TimeoutError" : "AbortError";
      const reason = new DOMException(problem.message, name);
      this.#calls.mark(listener.slot.number, () => call.abort(reason));
    }
    this.#proceed();
  }

  #reasonOf(why: GivenUp, listener: Listener): string {
    const { hook } = this.#plan;
    switch (why) {
      case "timed-out":
        return `${hook} did not answer within ${this.#deadlineMs(listener)} ms`;
      case "cancelled":
        return `${hook} was cancelled by its caller`;
      case "interrupted":
        return `${hook} was stopped together with a plugin that it had called`;
    }
  }

  #current(): Listener {
    if (this.#listener === null) throw new Error("A handler ended that nobody had called");
    return this.#listener;
  }

  /** Writes down how the handler under way ended; answers with how long it took. */
  #end(listener: Listener, error: string | null): number {
    this.#listener = null;
    this.expiresAt = Infinity;
    const endedAt = this.#calls.clock.now();
    const durationMs = endedAt - this.#startedAt;
    this.#startedAt = endedAt;
    listener.telemetry.settle(endedAt, durationMs, error);
    if (error !== null) listener.slot.noteError(`${this.#plan.hook}: ${error}`);
    return durationMs;
  }

  #finish(): void {
    if (this.#cancelled !== null) {
      this.#options.signal?.removeEventListener("abort", this.#cancelled);
    }
    this.#calls.deadlines.remove(this);
    this.#done(this);
  }
}

/** Begins at once, or apart: then whoever waits for it is not below it on the stack, and hears of it also when a handler is stopped from outside. */
export function startFire(
  calls: PluginCalls,
  plan: HookPlan,
  payload: Record<string, unknown>,
  options: FireOptions,
  start: FireStart,
  done: (fired: AwaitedFire) => void,
): void {
  const begin = (): void => new AwaitedFire(calls, plan, payload, options, start, done).start();
  // Not in a microtask: when one is stopped, the engine forgets all others, of those who wait too.
  if (options.apart === true) process.nextTick(begin);
  else begin();
}

type SkipReason = (HandlerOutcome & { kind: "skipped" })["reason"];

/** Why a plugin is not called; null when it is. */
export function skipReason(
  participant: Participant,
  { source, signal }: FireOptions,
  decided: Decided | null,
): SkipReason | null {
  if (participant.plugin === source) return "source";
  if (participant.kind === "skipped") return participant.reason;
  if (signal?.aborted === true) return "cancelled";
  return decided === null ? null : "decided";
}
