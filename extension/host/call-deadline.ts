/** The host answers every call by its own deadlines; this only keeps a lost answer from being waited for for ever. */
const CALL_TIMEOUT_MS = 120_000;

/** A bound on the time that a host takes for an answer. While a debugger may halt the plugins there is none. */
export class CallDeadline {
  readonly #timeoutMs: number;
  #isDebugged = false;

  constructor(timeoutMs: number = CALL_TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs;
  }

  /** Settles as the answer does, and rejects when there is none for too long. `call` is the name of what was asked. */
  async keep(call: string, answer: Promise<unknown>): Promise<void> {
    if (call === "openDebugger") this.#isDebugged = true;
    if (call === "closeDebugger") this.#isDebugged = false;
    const late = Symbol("late");
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<typeof late>((resolve) => {
        timer = setTimeout(resolve, this.#timeoutMs, late);
        timer.unref();
      });
      const first = await Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
      if (first !== late) return;
      if (!this.#isDebugged) throw new Error(`The registry host does not answer (${call}).`);
    }
  }
}
