import type { Problem } from "../../../schemas/index.ts";
import { Pending } from "../deadline-sweep.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import { RowTimer } from "../telemetry/index.ts";
import { isOrdinaryPromise, whenSettled } from "../thenable.ts";
import type { CallResult } from "./call-result.ts";
import type { AwaitedFires } from "./awaited-fires.ts";
import { NOTHING, type Decided, type FireRequest } from "./fire-request.ts";
import { abortReason, reasonOfGivingUp, type GivenUp } from "./giving-up.ts";
import { HandlerCall } from "./handler-call.ts";
import type { HookPlan } from "./hook-plan.ts";
import type { Listener } from "./listener.ts";
import type { Participant } from "./participants.ts";
import { skipReason, type SkipReason } from "./skip-reason.ts";

/** The callbacks of a handler that is waited for. */
interface Ears {
  readonly answered: (value: unknown) => void;
  readonly threw: (error: unknown) => void;
}

/**
 * One `fireAndWait` under way: calls the handlers one after the other, each within its deadline. Never rejects. When it is over it is
 * used again for another fire of the same hook: making one costs as much as calling five handlers.
 *
 * Callbacks rather than `await`, one pair of them for all handlers, and one entry in the deadline sweep for the whole fire: waiting
 * for a handler costs one `then`, one clock reading and one store. What happens rarely is in methods of its own, so that the engine
 * makes one piece of code of the rest.
 */
export class AwaitedFire extends Pending {
  /** Who had the result of a first-result hook. */
  decided: Decided | null = null;
  /** Empty when nobody asked. */
  outcomes: CallResult[] = [];
  readonly #calls: PluginCalls;
  readonly #plan: HookPlan;
  readonly #fires: AwaitedFires;
  readonly #timer: RowTimer;
  #request = NOTHING;
  /** Of the participants. */
  #index = 0;
  /** The handler under way; null between two. */
  #listener: Listener | null = null;
  #call: HandlerCall | null = null;
  #cancel: (() => void) | null = null;
  /** Replaced when a handler is given up, so that its late answer finds nobody. */
  #ears: Ears;

  constructor(calls: PluginCalls, plan: HookPlan, fires: AwaitedFires) {
    super();
    this.#calls = calls;
    this.#plan = plan;
    this.#fires = fires;
    this.#timer = new RowTimer(fires.block);
    this.#ears = this.#listen();
  }

  get durationMs(): number {
    return this.#timer.durationMs;
  }

  start(request: FireRequest): void {
    this.#request = request;
    this.#index = 0;
    this.decided = request.decided;
    this.#timer.start(this.#calls.clock.now());
    this.#listenToCaller();
    this.#calls.deadlines.add(this);
    this.#proceed();
  }

  override expire(): void {
    this.expiresAt = Infinity;
    this.#calls.deadlines.add(this);
    this.#giveUp("timed-out");
  }

  /** Of the handler under way: it will not return, or its plugin was stopped. Those after it are called all the same. */
  override interrupted(): void {
    const listener = this.#listener;
    if (listener === null) return;
    const { quarantine } = listener.slot;
    // A handler that returned a promise has a deadline.
    if (quarantine !== null) this.#giveUp("timed-out", quarantine);
    else if (this.expiresAt === Infinity) this.#giveUp("interrupted");
  }

  #listenToCaller(): void {
    const { signal } = this.#request.options;
    if (signal === undefined) return;
    this.#cancel = () => this.#giveUp("cancelled");
    signal.addEventListener("abort", this.#cancel);
  }

  /**
   * Calls handlers until one has to be waited for, or nobody is left. In one piece: it is the hot path, and what the engine makes of
   * a call in it is a matter of luck.
   */
  #proceed(): void {
    const plan = this.#plan;
    const { participants } = plan;
    const { payload, options } = this.#request;
    const { marker, deadlines } = this.#calls;
    const ears = this.#ears;
    while (this.#index < participants.length) {
      const planned = participants[this.#index++] as Participant; // Within bounds.
      const participant = plan.isRetired ? plan.asOfNow(planned) : planned;
      const reason = skipReason(participant, options, this.decided !== null);
      if (reason !== null || participant.kind === "skipped") {
        this.#skip(planned, reason);
        continue;
      }
      const { listener } = participant;
      const call = this.#callFor(listener);
      this.#listener = listener;
      this.#call = call;
      this.#timer.begin(listener.telemetry);
      let result: unknown;
      let isPromise = false;
      try {
        marker?.enter(listener.slot.number);
        result = listener.handler.call(listener.instance, payload, call);
        if (isOrdinaryPromise(result)) {
          isPromise = true;
          void result.then(ears.answered, ears.threw);
        } else if (result !== undefined) {
          isPromise = whenSettled(result, ears.answered, ears.threw);
        }
        marker?.leave();
      } catch (error) {
        marker?.leave();
        if (this.#ears !== ears) return;
        this.#threw(error);
        continue;
      }
      // It was given up while it ran, and others have gone on.
      if (this.#ears !== ears) return;
      if (isPromise) {
        const deadlineMs = options.deadlineMs ?? listener.deadlineMs;
        this.expiresAt = this.#timer.readAt + deadlineMs;
        if (this.expiresAt < deadlines.wakesAt) deadlines.moved(this, deadlineMs);
        return;
      }
      this.#answered(result);
    }
    this.#finish();
  }

  #skip({ kind, plugin }: Participant, reason: SkipReason | null): void {
    if (kind === "called") this.#timer.skipped();
    if (this.#request.keepsOutcomes) {
      this.outcomes.push({ kind: "skipped", plugin, reason: reason ?? "not-active" });
    }
  }

  #callFor(listener: Listener): HandlerCall {
    const { source = null, observation } = this.#request.options;
    if (source === null && !listener.takesCall) return listener.sharedCall;
    const { lifetime } = listener;
    const deadlineMs = this.#deadlineMs(listener);
    return new HandlerCall(this.#plan.hook, source, deadlineMs, lifetime, observation);
  }

  #deadlineMs(listener: Listener): number {
    return this.#request.options.deadlineMs ?? listener.deadlineMs;
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
    const listener = this.#end();
    const durationMs = this.#timer.answered(this.#calls.clock.now(), listener.telemetry);
    const plugin = listener.slot.name;
    if (this.#request.keepsOutcomes) this.outcomes.push({ kind: "answered", plugin, durationMs });
    if (value !== undefined && this.#plan.firstResult) this.decided = { plugin, value };
  }

  #threw(error: unknown): void {
    this.#fail("threw", this.#calls.problemOf("plugin/handler-threw", error, ""));
  }

  /** Goes on without the handler under way, and tells it by its signal. */
  #giveUp(why: GivenUp, known: Problem | null = null): void {
    const listener = this.#listener;
    const call = this.#call;
    if (listener === null) return;
    this.#ears = this.#listen();
    const text = reasonOfGivingUp(why, this.#plan.hook, this.#deadlineMs(listener));
    const problem = known ?? this.#calls.problem(`plugin/${why}`, text);
    this.#fail(why === "timed-out" ? why : "threw", problem);
    // The shared object's signal is for the plugin's whole life; a handler that got it has not asked for another.
    if (call !== null && call !== listener.sharedCall) {
      const reason = abortReason(why, problem.message);
      this.#calls.mark(listener.slot.number, () => call.abort(reason));
    }
    this.#proceed();
  }

  #fail(kind: "threw" | "timed-out", problem: Problem): void {
    const { slot, telemetry } = this.#end();
    const { message } = problem;
    const durationMs = this.#timer.failed(this.#calls.clock.now(), telemetry, message);
    slot.noteFailure(this.#plan.hook, message);
    if (!this.#request.keepsOutcomes) return;
    this.outcomes.push({ kind, plugin: slot.name, durationMs, problem });
  }

  /** The handler under way is so no longer. */
  #end(): Listener {
    const listener = this.#listener;
    if (listener === null) throw new Error("A handler ended that nobody had called");
    this.#listener = null;
    this.expiresAt = Infinity;
    return listener;
  }

  #finish(): void {
    const { options, done } = this.#request;
    if (this.#cancel !== null) options.signal?.removeEventListener("abort", this.#cancel);
    this.#calls.deadlines.remove(this);
    this.#timer.finish();
    done(this);
    this.#request = NOTHING;
    this.#call = null;
    this.#cancel = null;
    this.decided = null;
    if (this.outcomes.length > 0) this.outcomes = [];
    this.#fires.over(this);
  }
}
