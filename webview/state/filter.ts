import { needsAttention } from "./attention.ts";
import type { Choices, PluginRow, StateFilter } from "./types.ts";

/** The rows that the choices let through, in the order given. */
export function filterRows(
  rows: readonly PluginRow[],
  { text, state, hookFilter }: Pick<Choices, "text" | "state" | "hookFilter">,
): readonly PluginRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      matchesState(row, state) &&
      (hookFilter === null || row.hooks.some(({ hook }) => hook === hookFilter)) &&
      (words.length === 0 || matchesWords(row, words)),
  );
}

export function matchesState(row: PluginRow, state: StateFilter): boolean {
  if (state === "all") return true;
  return state === "attention" ? needsAttention(row) : row.state === state;
}

/** Every word occurs somewhere in what the page says about the plugin. */
function matchesWords(row: PluginRow, words: readonly string[]): boolean {
  const said = [
    row.name,
    row.state,
    row.description ?? "",
    row.module ?? "",
    ...row.hooks.map(({ hook }) => hook),
    ...row.missingSecrets,
    ...row.problems.flatMap((problem) => [problem.code, problem.message]),
    ...row.errors,
  ]
    .join("\n")
    .toLowerCase();
  return words.every((word) => said.includes(word));
}

/** Every hook that some plugin handles, in alphabetical order. */
export function hooksOf(rows: readonly PluginRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => row.hooks.map(({ hook }) => hook)))].toSorted();
}
