import type { PluginCalls } from "../plugin-calls.ts";
import { FireBlock } from "../telemetry/index.ts";
import { whenSettled } from "../thenable.ts";
import { generateFire } from "./generate.ts";
import { callFor } from "./handler-call.ts";
import type { Listener } from "./listener.ts";

/** Fires before code is generated for a hook: generating costs as much as some hundred fires, and many sets of plugins never see as many. */
const HOT_AFTER = 1_000;

/** Calls all handlers and stamps each end, beginning at `at`. */
export type FireRow = (payload: unknown, stamps: Float64Array, at: number) => void;

/** What the loop and the generated code call when a handler did not just return. */
export interface Exceptions {
  /** Takes care of a promise that a handler returned; false when it is none. */
  adopt(index: number, result: unknown, startedAt: number): boolean;
  threw(index: number, error: unknown, startedAt: number, endedAt: number): void;
}

/**
 * The fast path of `fire`: no source, no signal, not inside of a fire of the same hook. Costs one clock reading and one
 * store for each handler and allocates nothing; code made for exactly these handlers takes over when the hook is hot.
 */
export class FastFire implements Exceptions {
  readonly #calls: PluginCalls;
  readonly #hook: string;
  readonly #listeners: readonly Listener[];
  #block: FireBlock | null = null;
  #fireRow: FireRow;
  #fires = 0;
  #busy = false;
  #retired = false;

  constructor(calls: PluginCalls, hook: string, listeners: readonly Listener[]) {
    this.#calls = calls;
    this.#hook = hook;
    this.#listeners = listeners;
    this.#fireRow = loopOver(calls, listeners, this);
  }

  /** Calls every handler; false when it cannot, because a fire of this hook is under way. */
  fire(payload: unknown): boolean {
    if (this.#busy) return false;
    const block = (this.#block ??= new FireBlock(
      this.#listeners.map(({ telemetry }) => telemetry),
    ));
    if (++this.#fires === HOT_AFTER) this.#heat();
    const { row } = block;
    this.#busy = true;
    this.#fireRow(payload, block.stamps, row * block.width);
    this.#busy = false;
    if (this.#retired) block.handOver(row);
    else block.advance();
    return true;
  }

  /** Nobody will fire this again. A row that is under way follows when it is complete; if its handler never returns, it is lost. */
  retire(): void {
    this.#retired = true;
    this.#block?.flush();
  }

  adopt(index: number, result: unknown, startedAt: number): boolean {
    const listener = this.#listeners[index];
    if (listener === undefined) return false;
    const isPromise = whenSettled(
      result,
      () => this.#settle(listener, startedAt, this.#calls.clock.now(), null),
      (error) =>
        this.#settle(listener, startedAt, this.#calls.clock.now(), this.#calls.messageOf(error)),
    );
    if (isPromise) listener.telemetry.begin();
    return isPromise;
  }

  threw(index: number, error: unknown, startedAt: number, endedAt: number): void {
    const listener = this.#listeners[index];
    if (listener === undefined) return;
    listener.telemetry.begin();
    this.#settle(listener, startedAt, endedAt, this.#calls.messageOf(error));
  }

  #settle(
    { slot, telemetry }: Listener,
    startedAt: number,
    endedAt: number,
    error: string | null,
  ): void {
    telemetry.settle(endedAt, endedAt - Math.abs(startedAt), error);
    if (error !== null) slot.noteError(`${this.#hook}: ${error}`);
  }

  #heat(): void {
    this.#fireRow = generateFire(this.#calls, this.#listeners, this) ?? this.#fireRow;
  }
}

function loopOver(
  { clock, marker }: PluginCalls,
  listeners: readonly Listener[],
  exceptions: Exceptions,
): FireRow {
  return (payload, stamps, start) => {
    let at = start;
    let now = clock.now();
    stamps[at++] = now;
    for (let index = 0; index < listeners.length; index++) {
      const listener = listeners[index] as Listener; // Within bounds.
      const call = listener.takesCall ? callFor(listener) : listener.sharedCall;
      const startedAt = now;
      let elsewhere = false;
      try {
        marker?.enter(listener.slot.number);
        const result = listener.handler.call(listener.instance, payload, call);
        marker?.leave();
        elsewhere = result !== undefined && exceptions.adopt(index, result, startedAt);
        now = clock.now();
      } catch (error) {
        marker?.leave();
        now = clock.now();
        elsewhere = true;
        exceptions.threw(index, error, startedAt, now);
      }
      stamps[at++] = elsewhere ? -now : now;
    }
  };
}
