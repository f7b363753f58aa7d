import type { HookCall } from "../../sdk/index.ts";
import type { Listener } from "./listener.ts";

/** What a handler gets beside the payload. Its signal is made when a handler first asks for it: most never do. */
export class HandlerCall implements HookCall {
  readonly hook: string;
  readonly source: string | null;
  readonly deadlineMs: number;
  readonly #lifetime: AbortSignal;
  #controller: AbortController | null = null;
  #signal: AbortSignal | null = null;
  #abortReason: unknown = undefined;

  constructor(hook: string, source: string | null, deadlineMs: number, lifetime: AbortSignal) {
    this.hook = hook;
    this.source = source;
    this.deadlineMs = deadlineMs;
    this.#lifetime = lifetime;
  }

  get signal(): AbortSignal {
    if (this.#signal === null) {
      this.#controller = new AbortController();
      this.#signal = AbortSignal.any([this.#controller.signal, this.#lifetime]);
      if (this.#abortReason !== undefined) this.#controller.abort(this.#abortReason);
    }
    return this.#signal;
  }

  /** The deadline passed, or the caller gave up. Runs the signal's listeners, which are plugin code. */
  abort(reason: unknown): void {
    this.#abortReason = reason;
    this.#controller?.abort(reason);
  }
}

/** An object of its own for one call of a listener. */
export function callFor({ sharedCall, deadlineMs, lifetime }: Listener): HandlerCall {
  return new HandlerCall(sharedCall.hook, null, deadlineMs, lifetime);
}
