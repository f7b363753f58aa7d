import type { ManifestEntry } from "../../schemas/index.ts";
import { isRouter, type PluginClass, type PluginContext, type Router } from "../sdk/index.ts";
import { exportNameOf, failed, type BuildOutcome, type Builder } from "./build-outcome.ts";
import { configProblems } from "./check-config.ts";
import { parseConfig, withoutSecrets, type ConfigResult } from "./config.ts";
import type { CallOutcome } from "./plugin-calls.ts";
import { factsOf, type PluginFacts } from "./plugin-facts.ts";
import type { PluginSlot } from "./slot.ts";
import type { StagedSpec } from "./specs/contributors.ts";
import { settled, type Steps } from "./steps.ts";
import { checkPin, versionOf } from "./version-pin.ts";

/** Checks a class of a file and the entry's config, and constructs the plugin. */
export function* buildInstance(
  builder: Builder,
  slot: PluginSlot,
  entry: ManifestEntry,
  pluginClass: PluginClass,
  file: string,
): Steps<BuildOutcome> {
  const { calls } = builder;
  const read = calls.attempt(slot.number, () => factsOf(pluginClass));
  if (read.kind === "threw") {
    const doing = "Reading the class threw";
    return failed(calls.problemOf("plugin/threw-on-import", read.error, doing));
  }
  const facts = read.value;
  const className = exportNameOf(entry.module);
  const version = entry.version === undefined ? facts.version : versionOf(facts, file, entry);
  const pin = checkPin(calls, className, version, entry.version);
  if (pin !== null) return failed(pin);

  const parsed = yield* checkConfig(builder, slot, entry, facts);
  if (parsed.kind === "failed") return parsed;

  const construct = (config: unknown): object => {
    const context = builder.contextFor(slot, entry, config);
    return new pluginClass(context as PluginContext<never>); // The schema made the config what the class expects.
  };
  const made = calls.attempt(slot.number, () => construct(parsed.config));
  if (made.kind === "threw") {
    const doing = `Constructing ${className} threw`;
    return failed(calls.problemOf("plugin/threw-on-construct", made.error, doing));
  }
  const instance = made.value;

  const routed = calls.attempt(slot.number, () => routerOf(instance));
  if (routed.kind === "threw") {
    const doing = "getRouter threw";
    return failed(calls.problemOf("plugin/threw-on-construct", routed.error, doing));
  }
  return {
    kind: "built",
    live: {
      instance,
      origin: pluginClass,
      facts,
      router: routed.value,
      specs: specsOf(slot, entry, facts, construct),
      lifetime: new AbortController(),
      enabled: false,
    },
  };
}

/** A class whose entry says what `kind` it serves is a factory of that kind, too, under the entry's name. */
function specsOf(
  slot: PluginSlot,
  { kind }: ManifestEntry,
  { version, description }: PluginFacts,
  construct: (config: unknown) => object,
): readonly StagedSpec[] {
  if (kind === undefined) return [];
  const spec = { kind, name: slot.name, version, description, factory: construct };
  return [{ spec, force: false }];
}

function* checkConfig(
  builder: Builder,
  slot: PluginSlot,
  entry: ManifestEntry,
  facts: PluginFacts,
): Steps<(ConfigResult & { kind: "valid" }) | (BuildOutcome & { kind: "failed" })> {
  const { calls } = builder;
  const deadlineMs = builder.deadlineMs(slot.name);
  const outcome = yield* settled<CallOutcome<ConfigResult>>(
    calls.run(slot.number, deadlineMs, () =>
      parseConfig(facts.configSchema, withoutSecrets(entry.config ?? {})),
    ),
  );
  if (outcome.kind === "returned" && outcome.value.kind === "valid") return outcome.value;
  return failed(...configProblems(calls, outcome));
}

function routerOf(instance: object): Router | null {
  const { getRouter } = instance as { getRouter?: unknown };
  if (typeof getRouter !== "function") return null;
  const router: unknown = getRouter.call(instance);
  return isRouter(router) ? router : null;
}
