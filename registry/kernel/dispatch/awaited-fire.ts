import type { FireReport, HandlerOutcome } from "../../../schemas/index.ts";
import type { Pending } from "../deadline-sweep.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import { whenSettled } from "../thenable.ts";
import type { FireOptions } from "../types.ts";
import { HandlerCall } from "./handler-call.ts";
import type { HookPlan, Participant } from "./hook-plan.ts";
import type { Listener } from "./listener.ts";

/** One `fireAndWait` under way: calls the handlers one after the other, each within its deadline. Never rejects. */
export class AwaitedFire implements Pending {
  expiresAt = Infinity;
  readonly #calls: PluginCalls;
  readonly #plan: HookPlan;
  readonly #payload: Record<string, unknown>;
  readonly #options: FireOptions;
  readonly #deadlineMsOf: (plugin: string) => number;
  readonly #done: (report: FireReport) => void;
  readonly #outcomes: HandlerOutcome[] = [];
  readonly #firedAt: number;
  #index = 0;
  #current: {
    listener: Listener;
    call: HandlerCall;
    startedAt: number;
    deadlineMs: number;
  } | null = null;
  /** The callbacks of the handler that is waited for. Replaced when a handler is given up, so that its late answer finds nobody. */
  #ears = this.#listen();

  constructor(
    calls: PluginCalls,
    plan: HookPlan,
    payload: Record<string, unknown>,
    options: FireOptions,
    deadlineMsOf: (plugin: string) => number,
    done: (report: FireReport) => void,
  ) {
    this.#calls = calls;
    this.#plan = plan;
    this.#payload = payload;
    this.#options = options;
    this.#deadlineMsOf = deadlineMsOf;
    this.#done = done;
    this.#firedAt = calls.clock.now();
  }

  start(): void {
    this.#options.signal?.addEventListener("abort", this.#cancelled);
    this.#calls.deadlines.add(this);
    this.#proceed();
  }

  expire(): void {
    this.#calls.deadlines.add(this);
    const deadlineMs = this.#current?.deadlineMs ?? 0;
    this.#giveUp("timed-out", `did not answer within ${deadlineMs} ms`);
  }

  readonly #cancelled = (): void => {
    if (this.#current !== null) this.#giveUp("threw", "was cancelled by the caller");
  };

  #proceed(): void {
    const { participants } = this.#plan;
    while (this.#index < participants.length) {
      const participant = participants[this.#index++];
      if (participant === undefined) break;
      const skipped = this.#skipReason(participant);
      if (skipped !== null) {
        this.#outcomes.push({ kind: "skipped", plugin: participant.plugin, reason: skipped });
      } else if (participant.kind === "called" && this.#call(participant.listener)) {
        return;
      }
    }
    this.#finish();
  }

  #skipReason(participant: Participant): (HandlerOutcome & { kind: "skipped" })["reason"] | null {
    if (participant.plugin === this.#options.source) return "source";
    if (participant.kind === "skipped") return participant.reason;
    if (this.#options.signal?.aborted === true) return "cancelled";
    return null;
  }

  /** Calls one handler; true when it has to be waited for. */
  #call(listener: Listener): boolean {
    const { slot, telemetry } = listener;
    const call = new HandlerCall(this.#plan.hook, this.#options.source ?? null, listener.lifetime);
    const deadlineMs = this.#options.deadlineMs ?? this.#deadlineMsOf(slot.name);
    telemetry.begin();
    const startedAt = this.#calls.clock.now();
    this.#current = { listener, call, startedAt, deadlineMs };
    const outcome = this.#calls.attempt(slot.number, () =>
      listener.handler.call(listener.instance, this.#payload, call),
    );
    if (outcome.kind === "threw") {
      this.#threw(outcome.error);
      return false;
    }
    if (!whenSettled(outcome.value, this.#ears.answered, this.#ears.threw)) {
      this.#answered();
      return false;
    }
    this.expiresAt = startedAt + deadlineMs;
    this.#calls.deadlines.wakeBy(this.expiresAt);
    return true;
  }

  #listen(): { readonly answered: () => void; readonly threw: (error: unknown) => void } {
    const ears = {
      answered: () => {
        if (this.#ears !== ears) return;
        this.#answered();
        this.#proceed();
      },
      threw: (error: unknown) => {
        if (this.#ears !== ears) return;
        this.#threw(error);
        this.#proceed();
      },
    };
    return ears;
  }

  #answered(): void {
    const ended = this.#end(null);
    this.#outcomes.push({ kind: "answered", ...ended });
  }

  #threw(error: unknown): void {
    const problem = this.#calls.problemOf("plugin/handler-threw", error, "");
    const ended = this.#end(problem.message);
    this.#outcomes.push({ kind: "threw", ...ended, problem });
  }

  #giveUp(kind: "timed-out" | "threw", what: string): void {
    const current = this.#current;
    if (current === null) return;
    this.#ears = this.#listen();
    const code = kind === "timed-out" ? "plugin/timed-out" : "plugin/cancelled";
    const problem = this.#calls.problem(code, `${this.#plan.hook} ${what}`);
    const ended = this.#end(problem.message);
    this.#outcomes.push({ kind, ...ended, problem });
    this.#calls.mark(current.listener.slot.number, () =>
      current.call.abort(
        new DOMException(problem.message, kind === "timed-out" ? "TimeoutError" : "AbortError"),
      ),
    );
    this.#proceed();
  }

  /** Writes down how long the current handler took, and what it threw. */
  #end(error: string | null): { plugin: string; durationMs: number } {
    const current = this.#current;
    if (current === null) throw new Error("A handler ended that nobody had called");
    this.#current = null;
    this.expiresAt = Infinity;
    const { slot, telemetry } = current.listener;
    const endedAt = this.#calls.clock.now();
    const durationMs = endedAt - current.startedAt;
    telemetry.settle(endedAt, durationMs, error);
    if (error !== null) slot.noteError(`${this.#plan.hook}: ${error}`);
    return { plugin: slot.name, durationMs };
  }

  #finish(): void {
    this.#options.signal?.removeEventListener("abort", this.#cancelled);
    this.#calls.deadlines.remove(this);
    this.#done({
      hook: this.#plan.hook,
      outcomes: this.#outcomes,
      payload: this.#payload,
      payloadProblem: null,
      durationMs: this.#calls.clock.now() - this.#firedAt,
    });
  }
}
