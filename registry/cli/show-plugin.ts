import type { PluginCondition, PluginRecord, PluginState } from "../../schemas/index.ts";
import type { Cell, Tone } from "./print/index.ts";

/** The columns of a listing of plugins. */
export const PLUGIN_HEADINGS = [
  "name",
  "state",
  "calls",
  "failures",
  "average",
  "secrets",
  "description",
];

/** One plugin as a row. */
export function pluginRow(record: PluginRecord, now?: PluginCondition): readonly Cell[] {
  const stats = Object.values(record.hook_stats);
  const calls = sumOf(stats.map(({ invocations }) => invocations));
  const failures = sumOf(stats.map((stat) => stat.failures));
  const total = sumOf(stats.map(({ total_duration_ms }) => total_duration_ms));
  const { required, missing } = record.secrets;
  const [state, tone] = stateOf(record, now?.state);
  return [
    { text: record.name, tone: "strong" },
    { text: state, tone },
    { text: String(calls) },
    { text: String(failures), tone: failures > 0 ? "bad" : "plain" },
    { text: calls === 0 ? "-" : `${(total / calls).toFixed(1)} ms` },
    {
      text: missing.length > 0 ? `${missing.length} missing` : required.length > 0 ? "ok" : "-",
      tone: missing.length > 0 ? "warning" : "plain",
    },
    { text: record.description ?? "", tone: "faint" },
  ];
}

/** A plugin's state in a word or two. */
export function stateOf(
  { invalid, active, enabled }: PluginRecord,
  state?: PluginState,
): readonly [string, Tone] {
  if (state === "quarantined") return ["quarantined", "bad"];
  if (invalid) return ["broken", "bad"];
  if (active) return ["active", "good"];
  return enabled ? ["enabled", "plain"] : ["disabled", "faint"];
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
