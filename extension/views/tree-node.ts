import type { HookStats, PluginStatus, Problem, SecretStatus } from "../../schemas/index.ts";
import { isMissing } from "./describe-plugin.ts";

/** One row of the plugin tree. `id` is stable across snapshots: expansion and selection hang on it. */
export type TreeNode = PluginNode | HookNode | SecretNode | ProblemNode | RouteNode;

export interface PluginNode {
  readonly kind: "plugin";
  readonly id: string;
  /** As last observed. The editor knows rows by object identity, so a row is kept and this replaced. */
  plugin: PluginStatus;
}
export interface HookNode {
  readonly kind: "hook";
  readonly id: string;
  readonly parent: PluginNode;
  readonly hook: string;
  /** Null when the hook has never been called. */
  readonly stats: HookStats | null;
  readonly p95Ms: number | null;
}
export interface SecretNode {
  readonly kind: "secret";
  readonly id: string;
  readonly parent: PluginNode;
  readonly secret: SecretStatus;
}
export interface ProblemNode {
  readonly kind: "problem";
  readonly id: string;
  readonly parent: PluginNode;
  readonly problem: Problem;
}
export interface RouteNode {
  readonly kind: "route";
  readonly id: string;
  readonly parent: PluginNode;
  readonly method: string;
  readonly path: string;
}

/** An id for each plugin. Entries that share a name are told apart by how many of that name came before. */
export function rowIds(plugins: readonly PluginStatus[]): readonly string[] {
  const seen = new Map<string, number>();
  return plugins.map(({ summary: { name } }) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return `${name}#${before}`;
  });
}

/** What is to be known about a plugin, what needs mending first. */
export function childrenOf(parent: PluginNode): readonly TreeNode[] {
  const { plugin } = parent;
  const missingFirst = plugin.secrets.toSorted(
    (left, right) => Number(isMissing(right)) - Number(isMissing(left)),
  );
  return [
    ...plugin.problems.map((problem, index): ProblemNode => {
      return { kind: "problem", id: `${parent.id}/problem/${index}`, parent, problem };
    }),
    ...missingFirst.map((secret): SecretNode => {
      return { kind: "secret", id: `${parent.id}/secret/${secret.name}`, parent, secret };
    }),
    ...hooksOf(plugin).map((hook): HookNode => {
      const stats = plugin.summary.hook_stats[hook] ?? null;
      const p95Ms = plugin.latency[hook]?.p95_ms ?? null;
      return { kind: "hook", id: `${parent.id}/hook/${hook}`, parent, hook, stats, p95Ms };
    }),
    ...plugin.routes.map(({ method, path }): RouteNode => {
      return { kind: "route", id: `${parent.id}/route/${method} ${path}`, parent, method, path };
    }),
  ];
}

/** The hooks that it handles, then those that it was called for before the manifest changed. */
function hooksOf({ summary }: PluginStatus): readonly string[] {
  return [...new Set([...summary.hooks, ...Object.keys(summary.hook_stats)])];
}
