import type { PluginCalls } from "../plugin-calls.ts";
import { CallBlock } from "../telemetry/index.ts";
import { whenSettled } from "../thenable.ts";
import type { CallMarker } from "../types.ts";
import { callFor } from "./handler-call.ts";
import type { Listener } from "./listener.ts";

/**
 * The fast path of `fire`: no source, no signal, not inside of a fire of the same hook. Costs one clock reading and one
 * store for each handler, and allocates nothing.
 */
export class FastFire {
  readonly #calls: PluginCalls;
  readonly #hook: string;
  readonly #listeners: readonly Listener[];
  /** How many calls threw or returned a promise. */
  exceptions = 0;
  #block: CallBlock | null = null;
  #busy = false;
  #retired = false;

  constructor(calls: PluginCalls, hook: string, listeners: readonly Listener[]) {
    this.#calls = calls;
    this.#hook = hook;
    this.#listeners = listeners;
  }

  /** What the calls are timed in. Made when the first fire needs it. */
  get block(): CallBlock {
    return (this.#block ??= new CallBlock(this.#listeners.map(({ telemetry }) => telemetry)));
  }

  /** Calls every handler; false when it cannot, because a fire of this hook is under way. */
  fire(payload: unknown): boolean {
    if (this.#busy) return false;
    const { block } = this;
    this.#busy = true;
    fireRow(
      this.#listeners,
      this,
      this.#calls.clock.now,
      this.#calls.marker,
      payload,
      block.stamps,
      block.startOf(block.takeAlone()),
    );
    this.#busy = false;
    if (this.#retired) block.close();
    return true;
  }

  /** Nobody will fire this again. What is under way is recorded here to its end; if a handler never returns, that fire is lost. */
  retire(): void {
    this.#retired = true;
    if (!this.#busy) this.#block?.close();
  }

  /** Takes care of a promise that a handler returned; false when it is none. */
  adopt(listener: Listener, result: unknown, startedAt: number): boolean {
    const isPromise = whenSettled(
      result,
      () => this.#settle(listener, startedAt, this.#calls.clock.now(), null),
      (error) =>
        this.#settle(listener, startedAt, this.#calls.clock.now(), this.#calls.messageOf(error)),
    );
    if (isPromise) this.#begin(listener);
    return isPromise;
  }

  threw(listener: Listener, error: unknown, startedAt: number, endedAt: number): void {
    this.#begin(listener);
    this.#settle(listener, startedAt, endedAt, this.#calls.messageOf(error));
  }

  #begin({ telemetry }: Listener): void {
    this.exceptions++;
    telemetry.begin();
  }

  #settle(
    { slot, telemetry }: Listener,
    startedAt: number,
    endedAt: number,
    error: string | null,
  ): void {
    telemetry.settle(endedAt, endedAt - Math.abs(startedAt), error);
    if (error !== null) slot.noteFailure(this.#hook, error);
  }
}

/**
 * Calls all handlers and stamps each end, beginning at `start`. A function of the module that gets everything passed: as a closure made for each
 * hook the engine cannot inline the clock, and every reading costs an allocation.
 */
function fireRow(
  listeners: readonly Listener[],
  exceptions: FastFire,
  now: () => number,
  marker: CallMarker | null,
  payload: unknown,
  stamps: Float64Array,
  start: number,
): void {
  let at = start;
  let time = now();
  stamps[at++] = time;
  for (let index = 0; index < listeners.length; index++) {
    const listener = listeners[index] as Listener; // Within bounds.
    const call = listener.takesCall ? callFor(listener) : listener.sharedCall;
    const startedAt = time;
    let elsewhere = false;
    try {
      marker?.enter(listener.slot.number);
      const result = listener.handler.call(listener.instance, payload, call);
      marker?.leave();
      elsewhere = result !== undefined && exceptions.adopt(listener, result, startedAt);
      time = now();
    } catch (error) {
      marker?.leave();
      time = now();
      elsewhere = true;
      exceptions.threw(listener, error, startedAt, time);
    }
    stamps[at++] = elsewhere ? -time : time;
  }
}
