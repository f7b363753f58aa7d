import type { PluginLife } from "./plugin-lives.ts";

type Listener = (...values: unknown[]) => void;

const METHODS = ["on", "addListener", "once", "prependListener", "prependOnceListener"] as const;

/** Has what plugins listen for at the process end with them. `current` is the life of the code that runs. */
export function scopeProcessListeners(current: () => PluginLife | null): void {
  for (const method of METHODS) {
    const add = process[method].bind(process) as (event: string, listener: Listener) => void;
    Object.defineProperty(process, method, {
      configurable: true,
      writable: true,
      value: (event: string, listener: Listener): NodeJS.Process => {
        add(event, listener);
        current()?.own(() => process.removeListener(event, listener));
        return process;
      },
    });
  }
}
