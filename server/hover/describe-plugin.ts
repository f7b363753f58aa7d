import type { PluginStatus } from "../../schemas/index.ts";
import { counted } from "../base/index.ts";
import { RECENT_MINUTES, type Calls } from "../workspace/index.ts";
import { code, paragraphs } from "./describe-class.ts";

/** What the running registry says about a plugin, as Markdown. `recent` tells of one hook. */
export function describePlugin(
  plugin: PluginStatus,
  recent: (hook: string) => Calls | null,
): string {
  const { summary, state, generation, problems, latency } = plugin;
  const calls = Object.entries(summary.hook_stats).map(([hook, stats]) => {
    const p95 = latency[hook]?.p95_ms;
    const speed = p95 === undefined ? "" : `, p95 ${p95.toFixed(1)} ms`;
    const all = `${counted(stats.invocations, "call")}, ${stats.failures} failed${speed}`;
    return `- ${code(hook)}: ${all}${wordRecent(recent(hook))}`;
  });
  return paragraphs(
    `**${summary.name}** is ${state}${generation > 0 ? ` · generation ${generation}` : ""}`,
    problems.map(({ code: name, message }) => `${code(name)} ${message}`).join("\n\n"),
    calls.join("\n"),
  );
}

function wordRecent(recent: Calls | null): string {
  if (!recent) return "";
  const { calls, failures } = recent;
  const failed = failures > 0 ? `, ${failures} failed` : "";
  return `; in the last ${RECENT_MINUTES} minutes ${counted(calls, "call")}${failed}`;
}
