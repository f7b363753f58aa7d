import type { DebuggerAnswer } from "../../schemas/index.ts";

/** The host answers every call by its own deadlines; this only keeps a lost answer from being waited for for ever. */
const CALL_TIMEOUT_MS = 120_000;

/** A bound on the time that a host takes for an answer. While a debugger may halt the plugins there is none. */
export class CallDeadline {
  readonly #timeoutMs: number;
  #isDebugged = false;
  /** Of the last call that opens the debugger, unless it was closed since. */
  #opening: Promise<unknown> | null = null;

  constructor(timeoutMs: number = CALL_TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs;
  }

  /** Settles as the answer does, and rejects when there is none for too long. `call` is the name of what was asked. */
  async keep(call: string, answer: Promise<unknown>): Promise<void> {
    if (call === "openDebugger") this.#opening = answer;
    if (call === "closeDebugger") {
      this.#opening = null;
      this.#isDebugged = false;
    }
    const late = Symbol("late");
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<typeof late>((resolve) => {
        timer = setTimeout(resolve, this.#timeoutMs, late);
        timer.unref();
      });
      const first = await Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
      if (first !== late) {
        if (this.#opening === answer) this.#isDebugged = isOpen(first);
        return;
      }
      if (!this.#isDebugged) throw new Error(`The registry host does not answer (${call}).`);
    }
  }
}

/** Whether this says that a debugger may attach now: until then, and when it is refused, the host's deadlines hold. */
function isOpen(answer: unknown): boolean {
  return (answer as DebuggerAnswer | null)?.kind === "open"; // By its call: the host answers as the protocol says.
}
