import { pluginStatusSchema, type PluginStatus } from "../../schemas/index.ts";

interface StatusParts extends Partial<Omit<PluginStatus, "summary">> {
  readonly name?: string;
  readonly hooks?: readonly string[];
  readonly stats?: PluginStatus["summary"]["hook_stats"];
}

/** An active plugin, but for what is given. Checked against the contract, so that no test describes what cannot be. */
export function pluginStatus({
  name = "ticket_sync",
  hooks,
  stats,
  ...parts
}: StatusParts): PluginStatus {
  const state = parts.state ?? "active";
  return pluginStatusSchema.parse({
    summary: {
      name,
      description: null,
      hooks: hooks ?? ["post_plan"],
      config: {},
      enabled: state !== "disabled",
      active: state === "active",
      hook_stats: stats ?? {},
      errors: [],
      invalid: state === "invalid",
      secrets: { required: [], missing: [] },
    },
    position: 0,
    module: "./plugins/ticket.ts:Ticket",
    sourceFile: null,
    generation: 3,
    problems: [],
    secrets: [],
    latency: {},
    routes: [],
    ...parts,
    state,
  });
}

/** Counters of so many calls. */
export function calls(
  invocations: number,
  failures = 0,
): PluginStatus["summary"]["hook_stats"][string] {
  return {
    invocations,
    failures,
    total_duration_ms: invocations * 2,
    last_duration_ms: 2,
    avg_duration_ms: 2,
  };
}
