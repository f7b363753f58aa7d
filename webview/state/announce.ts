import type { PluginState } from "../../schemas/index.ts";
import type { PluginRow } from "./types.ts";

/** More than this at once is told as a number: nobody listens to a list. */
const NAMED_LIMIT = 2;

/** What changed in the state of plugins, for a screen reader; empty when nothing worth an interruption did. */
export function announceChanges(
  before: readonly PluginRow[] | null,
  after: readonly PluginRow[],
): string {
  if (!before || before === after) return "";
  const states = new Map<string, PluginState>(before.map((row) => [row.key, row.state]));
  const changed = after.filter((row) => states.has(row.key) && states.get(row.key) !== row.state);
  if (changed.length === 0) return "";
  if (changed.length > NAMED_LIMIT) return `${changed.length} plugins changed state.`;
  return changed.map((row) => `${row.name} is now ${row.state}.`).join(" ");
}
