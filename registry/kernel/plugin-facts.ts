import { isPluginClass, type PluginClass } from "../sdk/index.ts";
import { hookFactsOf, type HookFacts } from "./hook-facts.ts";
import { isClass } from "./specs/contributors.ts";
import type { SaidOfItself } from "./types.ts";

/** What a plugin's class says about itself, read once and checked: the author may have written anything. */
export interface PluginFacts extends HookFacts {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly requiredSecrets: readonly string[];
  readonly configSchema: unknown;
}

/** An export that a manifest entry can name. */
export type PluginExport =
  | { readonly kind: "class"; readonly pluginClass: PluginClass }
  | { readonly kind: "contributor"; readonly contributor: unknown }
  | { readonly kind: "other" };

/** Tells what an export is. May run the plugin's code (proxies, getters). */
export function exportKind(value: unknown): PluginExport {
  if (isPluginClass(value)) return { kind: "class", pluginClass: value };
  if (isContributor(value)) return { kind: "contributor", contributor: value };
  return { kind: "other" };
}

/** Reads a class's statics. May run getters of the plugin. */
export function factsOf(pluginClass: PluginClass): PluginFacts {
  return {
    name: text(pluginClass.name),
    description: text(pluginClass.description),
    version: text(pluginClass.version),
    ...hookFactsOf(pluginClass.hooks, pluginClass.hookSpecs),
    requiredSecrets: texts(pluginClass.requiredSecrets),
    configSchema: pluginClass.configSchema,
  };
}

/** What is known of a class that is not there. */
export function factsSaid(
  name: string,
  { description, hooks, requiredSecrets }: SaidOfItself,
): PluginFacts {
  return {
    name,
    description: description ?? "",
    version: "",
    hooks,
    hints: new Map(),
    specs: new Map(),
    requiredSecrets,
    configSchema: undefined,
  };
}

function isContributor(value: unknown): boolean {
  if (typeof value === "function") return !isClass(value);
  if (typeof value !== "object" || value === null) return false;
  const { registerPlugins, register_plugins } = value as Record<string, unknown>;
  return typeof registerPlugins === "function" || typeof register_plugins === "function";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === "string")
    : [];
}
