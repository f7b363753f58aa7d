import { PluginBase } from "../sdk/index.ts";

/** A handler as the kernel calls it: with the instance as `this`. */
export type Handler = (this: unknown, payload: unknown, call: unknown) => unknown;

/** Lifecycle methods in either spelling, and what every object or plugin has: never a hook, whatever a manifest lists. */
const RESERVED: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(PluginBase.prototype),
  "onEnable",
  "onDisable",
  "onReload",
  "exportState",
  "getRouter",
  "onLoad",
  "onUnload",
  "healthCheck",
  "then",
]);

/** The two spellings of a method that handles a hook: `post_plan` and `postPlan`. */
function handlerNames(hook: string): readonly string[] {
  const camel = hook.replace(/(?<=[^_])_+([a-zA-Z0-9])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
  return camel === hook ? [hook] : [hook, camel];
}

/** Whether a hook's name is one that no plugin can handle. */
function isReservedHook(hook: string): boolean {
  return handlerNames(hook).some((name) => RESERVED.has(name));
}

/** The method of an instance that handles a hook; null when it has none. Runs getters and proxies of the plugin. */
export function handlerOf(instance: object, hook: string): Handler | null {
  if (isReservedHook(hook)) return null;
  for (const name of handlerNames(hook)) {
    const method = (instance as Record<string, unknown>)[name];
    if (typeof method === "function") return method as Handler;
  }
  return null;
}

const GENERATORS: ReadonlySet<unknown> = new Set(["GeneratorFunction", "AsyncGeneratorFunction"]);

/** Whether a handler is a generator, by the tag that it has in whichever realm it was made. One that cannot be asked is none. */
export function isWrapper(handler: Handler): boolean {
  try {
    return GENERATORS.has((handler as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]);
  } catch {
    return false;
  }
}
