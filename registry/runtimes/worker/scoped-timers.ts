import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import { promisify } from "node:util";
import type { PluginLife } from "./plugin-lives.ts";
import { installScopedWaits } from "./scoped-waits.ts";

type Callback = (...values: unknown[]) => unknown;
type Handle = NodeJS.Timeout | NodeJS.Immediate;

export interface TimerOwners {
  /** The life of the code that sets a timer right now; null when it is nobody's. */
  readonly current: () => PluginLife | null;
  /** Runs a timer's code on behalf of its owner. Never throws. */
  readonly run: (owner: PluginLife, code: () => unknown) => void;
}

/**
 * Timers that know the plugin that set them: what they run is marked as its code, and they end with its life. The code runs one
 * microtask after the timer, where a thread that it holds can be stopped without harm.
 */
export class ScopedTimers {
  readonly #owners: TimerOwners;
  /** How to forget each timer that is set. */
  readonly #forget = new Map<Handle, () => void>();

  constructor(owners: TimerOwners) {
    this.#owners = owners;
  }

  /** Puts them in the place of the global functions, and of those of `node:timers`. */
  install(): void {
    const { setTimeout, setInterval, setImmediate } = globalThis;
    const { clearTimeout, clearInterval, clearImmediate } = globalThis;
    const scoped =
      (set: (code: () => void, ms?: number) => Handle, once: boolean) =>
      (code: Callback, ms?: number, ...values: unknown[]): Handle =>
        this.#set(set, once, code, ms, values);
    const forgetting =
      <Given>(clear: (handle: Given) => void) =>
      (handle: Given): void => {
        // What is no timer of ours is not in the map.
        this.#forgetHandle(handle as Handle);
        clear(handle);
      };
    const immediate = scoped(setImmediate, true);
    const waits = installScopedWaits(this.#owners.current);
    const scopedFunctions = {
      setTimeout: promisedAs(waits.setTimeout, scoped(setTimeout, true)),
      setInterval: scoped(setInterval, false),
      setImmediate: promisedAs(waits.setImmediate, (code: Callback, ...values: unknown[]) =>
        immediate(code, undefined, ...values),
      ),
      clearTimeout: forgetting(clearTimeout),
      clearInterval: forgetting(clearInterval),
      clearImmediate: forgetting(clearImmediate),
    };
    Object.assign(globalThis, scopedFunctions);
    Object.assign(timers, scopedFunctions);
    syncBuiltinESMExports();
  }

  #set(
    set: (code: () => void, ms?: number) => Handle,
    once: boolean,
    code: Callback,
    ms: number | undefined,
    values: readonly unknown[],
  ): Handle {
    const owner = typeof code === "function" ? this.#owners.current() : null;
    // Nobody's timer, or one that Node refuses: as it would be without us.
    if (owner === null) return set(Function.prototype.bind.call(code, undefined, ...values), ms);
    const handle = set(() => {
      if (once) this.#forgetHandle(handle);
      void Promise.resolve().then(() => this.#owners.run(owner, () => code(...values)));
    }, ms);
    const forget = owner.own(() => {
      this.#forget.delete(handle);
      if ("hasRef" in handle && "refresh" in handle) clearTimeout(handle);
      else clearImmediate(handle);
    });
    this.#forget.set(handle, forget);
    return handle;
  }

  #forgetHandle(handle: Handle): void {
    this.#forget.get(handle)?.();
    this.#forget.delete(handle);
  }
}

/** What `util.promisify` makes of a timer. */
function promisedAs(wait: unknown, timer: object): object {
  Object.defineProperty(timer, promisify.custom, { value: wait });
  return timer;
}
