import type { ManifestEntry, Problem } from "../../schemas/index.ts";
import type { PluginContext } from "../sdk/index.ts";
import type { LivePlugin } from "./live-plugin.ts";
import type { PluginCalls } from "./plugin-calls.ts";
import type { PluginSlot } from "./slot.ts";
import type { ContributorRegistry } from "./specs/plugin-spec.ts";

/** What came of making an instance for an entry. Nothing that was there before was touched. */
export type BuildOutcome =
  | { readonly kind: "built"; readonly live: LivePlugin }
  | { readonly kind: "failed"; readonly problems: readonly Problem[] };

/** What building needs of the registry. */
export interface Builder {
  readonly calls: PluginCalls;
  /** What contributors may ask about what is registered. */
  readonly specs: Pick<ContributorRegistry, "has" | "getSpec">;
  readonly deadlineMs: (plugin: string) => number;
  contextFor(slot: PluginSlot, entry: ManifestEntry, config: unknown): PluginContext;
}

/** Building came to nothing, for these reasons. */
export function failed(...problems: readonly Problem[]): BuildOutcome & { kind: "failed" } {
  return { kind: "failed", problems };
}

/** The part of a module reference that names an export. */
export function exportNameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf(":") + 1);
}
