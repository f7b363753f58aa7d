import { syncBuiltinESMExports } from "node:module";
import promises from "node:timers/promises";
import type { PluginLife } from "./plugin-lives.ts";

interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly ref?: boolean | undefined;
}
type Wait = (ms?: number, value?: unknown, options?: WaitOptions) => Promise<unknown>;

/** The waits of `node:timers/promises` that know the plugin that waits: what waits when its life ends never goes on. */
export interface ScopedWaits {
  readonly setTimeout: Wait;
  readonly setImmediate: (value?: unknown, options?: WaitOptions) => Promise<unknown>;
}

/** Puts them in the place of the functions of `node:timers/promises`. `current` is the life of the code that runs. */
export function installScopedWaits(current: () => PluginLife | null): ScopedWaits {
  const { setTimeout, setImmediate, setInterval } = promises;
  const wait =
    (start: (options: WaitOptions) => Promise<unknown>) => (options: WaitOptions | undefined) => {
      const life = current();
      return life === null ? start(options ?? {}) : waitInLife(life, start, options ?? {});
    };
  const scoped = {
    setTimeout: (ms?: number, value?: unknown, options?: WaitOptions) =>
      wait((given) => setTimeout(ms, value, given))(options),
    setImmediate: (value?: unknown, options?: WaitOptions) =>
      wait((given) => setImmediate(value, given))(options),
    setInterval: (ms?: number, value?: unknown, options?: WaitOptions) => {
      const life = current();
      return life === null
        ? setInterval(ms, value, options)
        : ticksInLife(life, (given) => setInterval(ms, value, given), options ?? {});
    },
  };
  Object.assign(promises, scoped);
  Object.assign(promises.scheduler, {
    wait: (ms: number, options?: WaitOptions) => scoped.setTimeout(ms, undefined, options),
  });
  syncBuiltinESMExports();
  return scoped;
}

/** The plugin's own signal still rejects the wait; the end of its life leaves it where it is. */
function waitInLife(
  life: PluginLife,
  start: (options: WaitOptions) => Promise<unknown>,
  options: WaitOptions,
): Promise<unknown> {
  const { signal, isOver, forget } = endWith(life, options);
  return start({ ...options, signal })
    .catch((error: unknown) => {
      if (isOver()) return never();
      throw error;
    })
    .finally(forget);
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** The same for each tick of an interval. */
function ticksInLife(
  life: PluginLife,
  start: (options: WaitOptions) => NodeJS.AsyncIterator<unknown>,
  options: WaitOptions,
): AsyncIterableIterator<unknown> {
  const { signal, isOver, forget } = endWith(life, options);
  const ticks = start({ ...options, signal });
  const iterator: AsyncIterableIterator<unknown> = {
    async next() {
      try {
        return await ticks.next();
      } catch (error) {
        forget();
        if (isOver()) return never();
        throw error;
      }
    },
    async return() {
      forget();
      await ticks.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

/** A signal that is aborted, besides by the plugin's own, when a life ends. */
function endWith(
  life: PluginLife,
  { signal }: WaitOptions,
): {
  readonly signal: AbortSignal;
  readonly isOver: () => boolean;
  readonly forget: () => unknown;
} {
  const end = new AbortController();
  const forget = life.own(() => end.abort());
  return {
    signal: signal ? AbortSignal.any([signal, end.signal]) : end.signal,
    isOver: () => end.signal.aborted,
    forget,
  };
}
