import type { ManifestEntry } from "../../schemas/index.ts";
import { buildInstance } from "./build-instance.ts";
import { buildContribution } from "./build-contribution.ts";
import { exportNameOf, failed, type Builder, type BuildOutcome } from "./build-outcome.ts";
import type { PluginCalls } from "./plugin-calls.ts";
import { exportKind, type PluginExport } from "./plugin-facts.ts";
import type { PluginSlot } from "./slot.ts";
import type { Steps } from "./steps.ts";
import type { LoadOutcome } from "./types.ts";

/** Makes what an entry names out of a module that was loaded for it: an instance of a class, or a contributor's factories. */
export function* buildPlugin(
  builder: Builder,
  slot: PluginSlot,
  entry: ManifestEntry,
  loaded: LoadOutcome & { kind: "loaded" },
): Steps<BuildOutcome> {
  const found = findExport(builder.calls, slot, entry, loaded);
  switch (found.kind) {
    case "failed":
      return found;
    case "class":
      return yield* buildInstance(builder, slot, entry, found.pluginClass, loaded.file);
    case "contributor":
      return yield* buildContribution(builder, slot, entry, found.contributor);
  }
}

function findExport(
  calls: PluginCalls,
  slot: PluginSlot,
  entry: ManifestEntry,
  loaded: LoadOutcome & { kind: "loaded" },
): Exclude<PluginExport, { kind: "other" }> | (BuildOutcome & { kind: "failed" }) {
  const name = exportNameOf(entry.module);
  const outcome = calls.attempt(slot.number, () =>
    name in loaded.exports ? exportKind(loaded.exports[name]) : null,
  );
  if (outcome.kind === "threw") {
    return failed(
      calls.problemOf("plugin/threw-on-import", outcome.error, `Reading ${name} threw`),
    );
  }
  const found = outcome.value;
  if (found === null)
    return failed(calls.problem("module/class-not-found", missingText(name, loaded)));
  if (found.kind !== "other") return found;
  const text = `${name} in ${loaded.file} is not a plugin: it neither extends PluginBase nor registers factories`;
  return failed(calls.problem("module/not-a-plugin", text));
}

function missingText(name: string, loaded: LoadOutcome & { kind: "loaded" }): string {
  const others = Object.keys(loaded.exports).filter((other) => other !== "default");
  const hint =
    others.length === 0 ? "It exports nothing." : `It exports ${others.slice(0, 10).join(", ")}.`;
  return `${loaded.file} has no export called ${name}. ${hint}`;
}
