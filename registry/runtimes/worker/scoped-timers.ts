import { promisify } from "node:util";

type Callback = (...values: unknown[]) => unknown;
type Handle = NodeJS.Timeout | NodeJS.Immediate;

export interface TimerOwners<Owner> {
  /** Whose code sets a timer right now; null when it is nobody's. */
  readonly current: () => Owner | null;
  /** Runs a timer's code on behalf of its owner. Never throws. */
  readonly run: (owner: Owner, code: () => unknown) => void;
}

/**
 * Timers that know the plugin that set them: what they run is marked as its code, and all of a plugin's timers can be
 * cleared. The code runs one microtask after the timer, where a thread that it holds can be stopped without harm.
 */
export class ScopedTimers<Owner> {
  readonly #owners: TimerOwners<Owner>;
  readonly #handles = new Map<Handle, Owner>();

  constructor(owners: TimerOwners<Owner>) {
    this.#owners = owners;
  }

  /** Puts them in the place of the global functions. */
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
        this.#handles.delete(handle as Handle);
        clear(handle);
      };
    const immediate = scoped(setImmediate, true);
    Object.assign(globalThis, {
      setTimeout: like(setTimeout, scoped(setTimeout, true)),
      setInterval: like(setInterval, scoped(setInterval, false)),
      setImmediate: like(setImmediate, (code: Callback, ...values: unknown[]) =>
        immediate(code, undefined, ...values),
      ),
      clearTimeout: forgetting(clearTimeout),
      clearInterval: forgetting(clearInterval),
      clearImmediate: forgetting(clearImmediate),
    });
  }

  /** Clears every timer that an owner set. */
  clear(owner: Owner): void {
    for (const [handle, one] of this.#handles) {
      if (one !== owner) continue;
      this.#handles.delete(handle);
      if ("hasRef" in handle && "refresh" in handle) clearTimeout(handle);
      else clearImmediate(handle);
    }
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
      if (once) this.#handles.delete(handle);
      void Promise.resolve().then(() => this.#owners.run(owner, () => code(...values)));
    }, ms);
    this.#handles.set(handle, owner);
    return handle;
  }
}

/** `util.promisify` of a timer finds its own implementation by a property. */
function like(original: object, replacement: object): object {
  const custom: unknown = Reflect.get(original, promisify.custom);
  if (custom !== undefined) Object.defineProperty(replacement, promisify.custom, { value: custom });
  return replacement;
}
