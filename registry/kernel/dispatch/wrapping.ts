import type { Problem } from "../../../schemas/index.ts";
import type { WrappedOutcomes } from "../../sdk/index.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import { settled, type Steps } from "../steps.ts";
import { whenSettled } from "../thenable.ts";
import type { ObservedOptions } from "../types.ts";
import type { CallResult } from "./call-result.ts";
import { abortReason, reasonOfGivingUp, type GivenUp } from "./giving-up.ts";
import { HandlerCall } from "./handler-call.ts";
import type { Listener } from "./listener.ts";
import { runPhaseApart, type PhaseOutcome } from "./wrapper-phase.ts";

type WrapperGenerator = Generator<unknown, unknown, unknown>;
/** Of a wrapper whose outcome is written down already. */
const ignore = (): void => undefined;

/** One wrapper in one fire: the part before its `yield`, and the part after. Only the time that it takes itself counts. */
export class Wrapping {
  /** What came of it; null while it waits at its `yield`. */
  outcome: CallResult | null = null;
  /** What it returned. */
  value: unknown = undefined;
  readonly #calls: PluginCalls;
  readonly #hook: string;
  readonly #listener: Listener;
  readonly #options: ObservedOptions;
  readonly #deadlineMs: number;
  readonly #call: HandlerCall;
  #generator: WrapperGenerator | null = null;
  #durationMs = 0;

  constructor(calls: PluginCalls, hook: string, listener: Listener, options: ObservedOptions) {
    this.#calls = calls;
    this.#hook = hook;
    this.#listener = listener;
    this.#options = options;
    this.#deadlineMs = options.deadlineMs ?? listener.deadlineMs;
    const source = options.source ?? null;
    const { observation } = options;
    this.#call = new HandlerCall(hook, source, this.#deadlineMs, listener.lifetime, observation);
  }

  get plugin(): string {
    return this.#listener.slot.name;
  }

  /** Runs it up to its `yield`, or to its end if it has none. */
  *before(payload: unknown): Steps<void> {
    const { handler, instance, telemetry } = this.#listener;
    telemetry.begin();
    yield* this.#phase(() => {
      this.#generator = handler.call(instance, payload, this.#call) as WrapperGenerator; // Its tag says so.
      return this.#generator.next();
    });
  }

  /** Tells it what came of the handlers that it stands around, and runs it to its end. */
  *after(wrapped: WrappedOutcomes): Steps<void> {
    if (this.outcome !== null) return;
    yield* this.#phase(() => this.#generator?.next(wrapped));
    if (this.outcome !== null) return;
    this.#leave();
    this.#fail(new Error("A wrapper yields once, and it yielded again"));
  }

  *#phase(code: () => unknown): Steps<void> {
    const { clock } = this.#calls;
    const startedAt = clock.now();
    const { slot } = this.#listener;
    const run =
      this.#options.apart === true
        ? runPhaseApart(this.#calls, slot, this.#deadlineMs, code)
        : this.#calls.run(slot.number, this.#deadlineMs, code);
    const outcome = yield* settled<PhaseOutcome>(this.#orCancelled(run));
    this.#durationMs += clock.now() - startedAt;
    switch (outcome.kind) {
      case "returned":
        return this.#take(outcome.value);
      case "threw":
        return this.#fail(outcome.error);
      case "timed-out":
      case "cancelled":
        return this.#giveUp(outcome.kind);
      case "stopped": {
        // Its frames are gone: it can neither go on nor tidy up.
        this.#generator = null;
        const { quarantine } = outcome;
        return this.#giveUp(quarantine === null ? "interrupted" : "timed-out", quarantine);
      }
    }
  }

  /** The result of `next`: at the `yield` it goes on later. */
  #take(step: unknown): void {
    const read = this.#calls.attempt(this.#listener.slot.number, () => {
      const { done, value } = step as IteratorResult<unknown>;
      return { done, value };
    });
    if (read.kind === "threw") return this.#fail(read.error);
    if (read.value.done !== true) return;
    this.value = read.value.value;
    this.#end({ kind: "answered", plugin: this.plugin, durationMs: this.#durationMs }, null);
  }

  #fail(error: unknown): void {
    const problem = this.#calls.problemOf("plugin/handler-threw", error, "");
    const { plugin } = this;
    const durationMs = this.#durationMs;
    this.#end({ kind: "threw", plugin, durationMs, problem }, problem.message);
  }

  /** Goes on without it, tells it by its signal, and lets its `finally` run once it gets there. */
  #giveUp(why: GivenUp, known: Problem | null = null): void {
    const { plugin } = this;
    const text = reasonOfGivingUp(why, this.#hook, this.#deadlineMs);
    const problem = known ?? this.#calls.problem(`plugin/${why}`, text);
    const kind = why === "timed-out" ? why : "threw";
    this.#end({ kind, plugin, durationMs: this.#durationMs, problem }, problem.message);
    const reason = abortReason(why, problem.message);
    this.#calls.mark(this.#listener.slot.number, () => this.#call.abort(reason));
    this.#leave();
  }

  #leave(): void {
    const left = this.#calls.attempt(this.#listener.slot.number, () =>
      this.#generator?.return(undefined),
    );
    if (left.kind === "returned") whenSettled(left.value, ignore, ignore);
  }

  #end(outcome: CallResult, error: string | null): void {
    const { slot, telemetry } = this.#listener;
    this.outcome = outcome;
    telemetry.settle(this.#calls.clock.now(), this.#durationMs, error);
    if (error !== null) slot.noteFailure(this.#hook, error);
  }

  /** Stops waiting when the caller gives up. Who gave up before is not asked again: what stands after a `yield` is for tidying up. */
  #orCancelled(run: PhaseOutcome | Promise<PhaseOutcome>): PhaseOutcome | Promise<PhaseOutcome> {
    const { signal } = this.#options;
    if (!(run instanceof Promise) || !signal || signal.aborted) return run;
    return new Promise((resolve) => {
      const cancel = (): void => resolve({ kind: "cancelled" });
      signal.addEventListener("abort", cancel, { once: true });
      void run.then(resolve).finally(() => signal.removeEventListener("abort", cancel));
    });
  }
}
