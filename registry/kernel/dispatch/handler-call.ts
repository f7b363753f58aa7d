import type { HookCall } from "../../sdk/index.ts";
import type { FireObservation } from "../types.ts";
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
  readonly #fire: FireObservation | null;
  #givenUp: ((reason: unknown) => void) | null = null;

  constructor(
    hook: string,
    source: string | null,
    deadlineMs: number,
    lifetime: AbortSignal,
    fire: FireObservation | null = null,
  ) {
    this.hook = hook;
    this.source = source;
    this.deadlineMs = deadlineMs;
    this.#lifetime = lifetime;
    this.#fire = fire;
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
    this.#givenUp?.(reason);
    this.#controller?.abort(reason);
  }

  /** The fire that the call is a part of, where somebody observes it. Not for the handler, so no member of what it gets. */
  static fireOf(call: HandlerCall): FireObservation | null {
    return call.#fire;
  }

  static whenGivenUp(call: HandlerCall, listener: (reason: unknown) => void): void {
    call.#givenUp = listener;
  }
}

/** An object of its own for one call of a listener. */
export function callFor({ sharedCall, deadlineMs, lifetime }: Listener): HandlerCall {
  return new HandlerCall(sharedCall.hook, null, deadlineMs, lifetime);
}
