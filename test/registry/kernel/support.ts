import { PluginBase, type HookCall } from "../../../registry/sdk/index.ts";
import type { ManifestEntry, Problem } from "../../../schemas/index.ts";
import {
  PluginRegistry,
  type KernelItem,
  type ModuleLoader,
  type RegistryOptions,
} from "../../../registry/kernel/index.ts";

/** Modules held in memory. What is assigned to a reference's path is what the next load finds there. */
export class MemoryModules implements ModuleLoader {
  readonly modules: Record<string, Record<string, unknown>> = {};
  readonly loads: { readonly reference: string; readonly fresh: boolean }[] = [];

  load: ModuleLoader["load"] = async (reference, { fresh }) => {
    this.loads.push({ reference, fresh });
    const file = reference.slice(0, reference.lastIndexOf(":"));
    const exports = this.modules[file];
    if (exports !== undefined) return { kind: "loaded", exports, file };
    const problem: Problem = {
      code: "module/not-found",
      message: `No module ${file}`,
      at: new Date().toISOString(),
      location: null,
      stack: null,
    };
    return { kind: "failed", problem };
  };
}

function item(
  entry: Partial<ManifestEntry> & { name: string; module: string },
  position = 0,
): KernelItem {
  return { kind: "valid", position, entry: { enabled: true, ...entry } };
}

/** The items of a manifest, in order. */
export function items(
  ...entries: readonly (Partial<ManifestEntry> & { name: string; module: string })[]
): KernelItem[] {
  return entries.map(item);
}

/** A registry over classes: each is at `<its name in lower case>:<its name>`. */
export function registryOf(
  classes: Readonly<Record<string, unknown>>,
  options: Partial<RegistryOptions> = {},
): { registry: PluginRegistry; modules: MemoryModules } {
  const modules = new MemoryModules();
  for (const [name, exported] of Object.entries(classes)) {
    modules.modules[name.toLowerCase()] = { [name]: exported };
  }
  return { registry: new PluginRegistry({ loader: modules, ...options }), modules };
}

type Handler = (payload: unknown, call: HookCall) => unknown;

/** A class that lists and handles the given hooks. */
export function pluginOf(handlers: Readonly<Record<string, Handler>>): typeof PluginBase {
  class Plugin extends PluginBase {
    static override readonly hooks = Object.keys(handlers);
  }
  Object.assign(Plugin.prototype, handlers);
  return Plugin as unknown as typeof PluginBase;
}

/** A promise with its ends in the hand. */
export function deferred<Value = void>(): {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
} {
  return Promise.withResolvers<Value>();
}
