import type { PluginStatus } from "../../schemas/index.ts";
import { counted } from "../base/index.ts";
import { code, paragraphs } from "./describe-class.ts";

/** What the running registry says about a plugin, as Markdown. */
export function describePlugin(plugin: PluginStatus): string {
  const { summary, state, generation, problems, latency } = plugin;
  const calls = Object.entries(summary.hook_stats).map(([hook, stats]) => {
    const p95 = latency[hook]?.p95_ms;
    const speed = p95 === undefined || p95 === null ? "" : `, p95 ${p95.toFixed(1)} ms`;
    return `- ${code(hook)}: ${counted(stats.invocations, "call")}, ${stats.failures} failed${speed}`;
  });
  return paragraphs(
    `**${summary.name}** is ${state}${generation > 0 ? ` · generation ${generation}` : ""}`,
    problems.map(({ code: name, message }) => `${code(name)} ${message}`).join("\n\n"),
    calls.join("\n"),
  );
}
