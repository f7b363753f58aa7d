import type { PluginState } from "../../schemas/index.ts";
import type { PluginRow } from "./types.ts";

const BROKEN: ReadonlySet<PluginState> = new Set(["failed", "invalid", "quarantined"]);

/** Whether somebody should look at this plugin. A secret that a disabled plugin lacks can wait. */
export function needsAttention(row: PluginRow): boolean {
  if (BROKEN.has(row.state) || row.problems.length > 0) return true;
  return row.enabled && row.missingSecrets.length > 0;
}

/** The one line that says what is wrong: the latest problem, else what a handler threw last. */
export function headline(row: PluginRow): string | null {
  return row.problems.at(-1)?.message ?? row.errors.at(-1) ?? null;
}
