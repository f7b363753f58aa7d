import type { Problem } from "../../../schemas/index.ts";
import { Pending } from "../deadline-sweep.ts";
import type { CallOutcome, PluginCalls } from "../plugin-calls.ts";
import type { PluginSlot } from "../slot.ts";

/** How one part of a wrapper ended. */
export type PhaseOutcome =
  | CallOutcome<unknown>
  | { readonly kind: "cancelled" }
  /** It was stopped from outside: for what its plugin did, or together with a plugin that it had called. */
  | { readonly kind: "stopped"; readonly quarantine: Problem | null };

/**
 * Runs one part of a wrapper in a job of its own: whoever waits for it is not below it on the stack, and hears of it also when the
 * job is stopped from outside.
 */
export function runPhaseApart(
  calls: PluginCalls,
  slot: PluginSlot,
  deadlineMs: number,
  code: () => unknown,
): Promise<PhaseOutcome> {
  return new Promise((resolve) => {
    const phase = new PhaseApart(slot, (outcome) => {
      calls.deadlines.remove(phase);
      resolve(outcome);
    });
    calls.deadlines.add(phase);
    // Not in a microtask: when one is stopped, the engine forgets all others, of those who wait too.
    process.nextTick(() => phase.run(() => calls.run(slot.number, deadlineMs, code)));
  });
}

class PhaseApart extends Pending {
  readonly #slot: PluginSlot;
  readonly #settle: (outcome: PhaseOutcome) => void;
  #isRunning = true;

  constructor(slot: PluginSlot, settle: (outcome: PhaseOutcome) => void) {
    super();
    this.#slot = slot;
    this.#settle = settle;
  }

  run(code: () => CallOutcome<unknown> | Promise<CallOutcome<unknown>>): void {
    const outcome = code();
    this.#isRunning = false;
    if (outcome instanceof Promise)
      void outcome.then(this.#settle); // Never rejects.
    else this.#settle(outcome);
  }

  /** Its deadline is that of the call inside. */
  override expire(): void {
    throw new Error("A part of a wrapper has no deadline of its own");
  }

  override interrupted(): void {
    const { quarantine } = this.#slot;
    if (this.#isRunning || quarantine !== null) this.#settle({ kind: "stopped", quarantine });
  }
}
