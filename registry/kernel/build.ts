import type { ManifestEntry, Problem } from "../../schemas/index.ts";
import { Router, type PluginClass, type PluginContext } from "../sdk/index.ts";
import { parseConfig, withoutSecrets, type ConfigResult } from "./config.ts";
import type { LivePlugin } from "./live-plugin.ts";
import type { CallOutcome, PluginCalls } from "./plugin-calls.ts";
import { exportKind, factsOf, type PluginFacts } from "./plugin-facts.ts";
import type { PluginSlot } from "./slot.ts";
import { settled, type Steps } from "./steps.ts";
import type { LoadOutcome } from "./types.ts";

/** What came of making an instance for an entry. Nothing that was there before was touched. */
export type BuildOutcome =
  | { readonly kind: "built"; readonly live: LivePlugin }
  | { readonly kind: "failed"; readonly problems: readonly Problem[] };

/** What building needs of the registry. */
export interface Builder {
  readonly calls: PluginCalls;
  deadlineMs(plugin: string): number;
  contextFor(slot: PluginSlot, entry: ManifestEntry, config: unknown): PluginContext;
}

/** Makes an instance of the class that an entry names, out of a module that was loaded for it. */
export function* buildPlugin(
  builder: Builder,
  slot: PluginSlot,
  entry: ManifestEntry,
  loaded: LoadOutcome & { kind: "loaded" },
): Steps<BuildOutcome> {
  const { calls } = builder;

  const found = findClass(calls, slot, entry, loaded);
  if ("problem" in found) return fail(found.problem);
  const { pluginClass } = found;

  const read = calls.attempt(slot.number, () => factsOf(pluginClass));
  if (read.kind === "threw") {
    return fail(calls.problemOf("plugin/threw-on-import", read.error, "Reading the class threw"));
  }
  const facts = read.value;

  const parsed = yield* checkConfig(builder, slot, entry, facts);
  if (parsed.kind === "failed") return parsed;

  const context = builder.contextFor(slot, entry, parsed.config);
  const made = calls.attempt(slot.number, () => new pluginClass(context as PluginContext<never>));
  if (made.kind === "threw") {
    const doing = `Constructing ${classNameOf(entry.module)} threw`;
    return fail(calls.problemOf("plugin/threw-on-construct", made.error, doing));
  }
  const instance = made.value;

  const routed = calls.attempt(slot.number, () => routerOf(instance));
  if (routed.kind === "threw") {
    return fail(calls.problemOf("plugin/threw-on-construct", routed.error, "getRouter threw"));
  }
  const live: LivePlugin = {
    instance,
    origin: pluginClass,
    facts,
    router: routed.value,
    lifetime: new AbortController(),
    enabled: false,
  };
  return { kind: "built", live };
}

function fail(...problems: readonly Problem[]): BuildOutcome & { kind: "failed" } {
  return { kind: "failed", problems };
}

/** The class part of a module reference. */
function classNameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf(":") + 1);
}

function findClass(
  calls: PluginCalls,
  slot: PluginSlot,
  entry: ManifestEntry,
  loaded: LoadOutcome & { kind: "loaded" },
): { readonly pluginClass: PluginClass } | { readonly problem: Problem } {
  const className = classNameOf(entry.module);
  const outcome = calls.attempt(slot.number, () =>
    className in loaded.exports ? exportKind(loaded.exports[className]) : null,
  );
  if (outcome.kind === "threw") {
    const doing = `Reading ${className} threw`;
    return { problem: calls.problemOf("plugin/threw-on-import", outcome.error, doing) };
  }
  const found = outcome.value;
  if (found?.kind === "class") return { pluginClass: found.pluginClass };
  if (found !== null) {
    const text = `${className} in ${loaded.file} is not a plugin class: it does not extend PluginBase`;
    return { problem: calls.problem("module/not-a-plugin", text) };
  }
  const others = Object.keys(loaded.exports).filter((name) => name !== "default");
  const hint =
    others.length === 0 ? "It exports nothing." : `It exports ${others.slice(0, 10).join(", ")}.`;
  const text = `${loaded.file} has no export called ${className}. ${hint}`;
  return { problem: calls.problem("module/class-not-found", text) };
}

function* checkConfig(
  builder: Builder,
  slot: PluginSlot,
  entry: ManifestEntry,
  facts: PluginFacts,
): Steps<
  { readonly kind: "valid"; readonly config: unknown } | (BuildOutcome & { kind: "failed" })
> {
  const { calls } = builder;
  const deadlineMs = builder.deadlineMs(slot.name);
  const outcome = yield* settled<CallOutcome<ConfigResult>>(
    calls.run(slot.number, deadlineMs, () =>
      parseConfig(facts.configSchema, withoutSecrets(entry.config ?? {})),
    ),
  );
  if (outcome.kind === "returned") {
    const result = outcome.value;
    if (result.kind === "valid") return result;
    const problems = result.messages.map((text) => calls.problem("config/invalid", text));
    return { kind: "failed", problems };
  }
  const problem =
    outcome.kind === "threw"
      ? calls.problemOf("config/invalid", outcome.error, "Checking the config threw")
      : calls.problem("plugin/timed-out", `Checking the config took over ${deadlineMs} ms`);
  return { kind: "failed", problems: [problem] };
}

function routerOf(instance: object): Router | null {
  const { getRouter } = instance as { getRouter?: unknown };
  if (typeof getRouter !== "function") return null;
  const router: unknown = getRouter.call(instance);
  return router instanceof Router ? router : null;
}
