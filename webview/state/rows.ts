import type { PluginStatus, RegistrySnapshot } from "../../schemas/index.ts";
import { isSameData } from "./same-data.ts";
import type { HookRow, PluginRow } from "./types.ts";

/**
 * The rows of a snapshot, in manifest order. A row that says the same as before is the same object, and so is the
 * whole list: what did not change is not rendered again.
 */
export function toRows(
  snapshot: RegistrySnapshot,
  previous: readonly PluginRow[] | null,
): readonly PluginRow[] {
  const known = new Map(previous?.map((row) => [row.key, row]));
  const taken = new Map<string, number>();
  const rows = snapshot.plugins.map((status) => {
    const row = toRow(status, uniqueKey(status.summary.name, taken));
    const before = known.get(row.key);
    return before && isSameData(before, row) ? before : row;
  });
  const unchanged =
    previous?.length === rows.length && rows.every((row, index) => row === previous[index]);
  return unchanged ? previous : rows;
}

/** Names are unique in a sound manifest only. A name holds no line break, so no key can meet another's. */
function uniqueKey(name: string, taken: Map<string, number>): string {
  const count = (taken.get(name) ?? 0) + 1;
  taken.set(name, count);
  return count === 1 ? name : `${name}\n${count}`;
}

function toRow(status: PluginStatus, key: string): PluginRow {
  const { summary } = status;
  const hooks = toHookRows(status);
  const stats = Object.values(summary.hook_stats);
  const invocations = sum(stats.map((hook) => hook.invocations));
  return {
    key,
    name: summary.name,
    description: summary.description,
    module: status.module,
    sourceFile: status.sourceFile,
    position: status.position,
    generation: status.generation,
    enabled: summary.enabled,
    state: status.state,
    invocations,
    failures: sum(stats.map((hook) => hook.failures)),
    averageMs:
      invocations === 0 ? null : sum(stats.map((hook) => hook.total_duration_ms)) / invocations,
    p95Ms: highest(hooks.map((hook) => hook.p95Ms)),
    hooks,
    secrets: status.secrets,
    missingSecrets: status.secrets
      .filter((secret) => secret.kind === "missing")
      .map((secret) => secret.name),
    problems: status.problems,
    errors: summary.errors,
    routes: status.routes,
  };
}

/** The declared hooks first, then those that were called under an earlier declaration. */
function toHookRows({ summary, latency }: PluginStatus): readonly HookRow[] {
  const names = new Set([...summary.hooks, ...Object.keys(summary.hook_stats)]);
  return [...names].map((hook) => {
    const stats = summary.hook_stats[hook];
    const called = stats !== undefined && stats.invocations > 0;
    return {
      hook,
      invocations: stats?.invocations ?? 0,
      failures: stats?.failures ?? 0,
      averageMs: called ? stats.avg_duration_ms : null,
      p50Ms: latency[hook]?.p50_ms ?? null,
      p95Ms: latency[hook]?.p95_ms ?? null,
      lastMs: called ? stats.last_duration_ms : null,
    };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function highest(numbers: readonly (number | null)[]): number | null {
  return numbers.reduce(
    (top, number) => (number !== null && (top === null || number > top) ? number : top),
    null,
  );
}
