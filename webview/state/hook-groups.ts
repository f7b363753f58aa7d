import type { HookRow, PluginRow } from "./types.ts";

/** One hook, with the plugins that handle it in the order in which they are called: the manifest's. */
export interface HookGroup {
  readonly hook: string;
  readonly invocations: number;
  readonly failures: number;
  readonly handlers: readonly { readonly plugin: PluginRow; readonly stats: HookRow }[];
}

/** The rows turned round: hook by hook, in alphabetical order; one hook alone when it is named. */
export function groupByHook(rows: readonly PluginRow[], only: string | null): readonly HookGroup[] {
  const handlers = rows
    .toSorted((one, other) => one.position - other.position)
    .flatMap((plugin) => plugin.hooks.map((stats) => ({ plugin, stats })))
    .filter(({ stats }) => only === null || stats.hook === only);
  return [...Map.groupBy(handlers, ({ stats }) => stats.hook)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([hook, group]) => ({
      hook,
      invocations: group.reduce((sum, { stats }) => sum + stats.invocations, 0),
      failures: group.reduce((sum, { stats }) => sum + stats.failures, 0),
      handlers: group,
    }));
}
