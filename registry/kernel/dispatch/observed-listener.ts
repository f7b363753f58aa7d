import type { Problem } from "../../../schemas/index.ts";
import type { Handler } from "../handlers.ts";
import type { PluginCalls } from "../plugin-calls.ts";
import { whenSettled } from "../thenable.ts";
import type { CallObservation } from "../types.ts";
import { HandlerCall } from "./handler-call.ts";
import type { Listener } from "./listener.ts";

type Generating = Pick<Generator<unknown, unknown, unknown>, "next" | "return">;

/**
 * The same listener, with an observer hearing of its calls. Each gets a call object of its own: it knows the fire that the call is a
 * part of, and hears when the handler is not waited for any longer.
 */
export function observedListener(calls: PluginCalls, listener: Listener): Listener {
  const { handler, slot } = listener;
  const observed: Handler = function (this: unknown, payload, call) {
    const fire = call instanceof HandlerCall ? HandlerCall.fireOf(call) : null;
    if (!(call instanceof HandlerCall) || fire === null) return handler.call(this, payload, call);
    const one = new ObservedCall(calls, fire.called(slot.name));
    HandlerCall.whenGivenUp(call, (reason) => one.givenUp(reason));
    const code = (): unknown => handler.call(this, payload, call);
    return listener.wraps ? one.generate(code) : one.run(code, endOf);
  };
  return { ...listener, handler: observed, takesCall: true };
}

/** Whether a part of a handler was its last. */
type IsLast = (value: unknown) => boolean;
const endOf: IsLast = () => true;
/** A generator goes on until it is done. What only passes for one may answer anything. */
const endOfSteps: IsLast = (step) => {
  try {
    return (step as IteratorResult<unknown>).done === true;
  } catch {
    return true;
  }
};

/** One call of a handler, from its beginning to whatever ends it first. */
class ObservedCall {
  readonly #calls: PluginCalls;
  readonly #observation: CallObservation;
  #durationMs = 0;
  #startedAt = 0;
  #isOver = false;

  constructor(calls: PluginCalls, observation: CallObservation) {
    this.#calls = calls;
    this.#observation = observation;
  }

  /** Runs a part of it. What has to be waited for comes back as a promise of our own: a handler's may be asked once only. */
  run(code: () => unknown, isLast: IsLast): unknown {
    this.#startedAt = this.#calls.clock.now();
    let result: unknown;
    try {
      result = this.#observation.run(code);
    } catch (error) {
      this.#threw(error);
      throw error;
    }
    let isPromise = false;
    const promise = new Promise((resolve, reject) => {
      isPromise = whenSettled(
        result,
        (value) => {
          this.#returned(value, isLast);
          resolve(value);
        },
        (error) => {
          this.#threw(error);
          reject(error); // Whatever it is, as it was.
        },
      );
    });
    if (isPromise) return promise;
    this.#returned(result, isLast);
    return result;
  }

  /** A wrapper: its parts are this call, what it stands around is not. */
  generate(code: () => unknown): Generating {
    const generator = this.#observation.run(code) as Generator<unknown, unknown, unknown>; // Its tag says so.
    const step = (advance: () => unknown): IteratorResult<unknown, unknown> =>
      this.run(advance, endOfSteps) as IteratorResult<unknown, unknown>; // As the generator's own.
    return {
      next: (value?: unknown) => step(() => generator.next(value)),
      return: (value: unknown) => step(() => generator.return(value)),
    };
  }

  /** Nobody waits for it any longer. */
  givenUp(reason: unknown): void {
    const { name, message } = reason as DOMException; // The kernel's own.
    const code = name === "TimeoutError" ? "plugin/timed-out" : "plugin/cancelled";
    this.#addTime();
    this.#end(this.#calls.problem(code, message));
  }

  #returned(value: unknown, isLast: IsLast): void {
    this.#addTime();
    if (isLast(value)) this.#end(null);
  }

  #threw(error: unknown): void {
    this.#addTime();
    if (!this.#isOver) this.#end(this.#calls.problemOf("plugin/handler-threw", error, ""));
  }

  #addTime(): void {
    this.#durationMs += this.#calls.clock.now() - this.#startedAt;
  }

  #end(problem: Problem | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#observation.ended(this.#durationMs, problem);
  }
}
