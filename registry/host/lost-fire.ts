import type { FireReport, FireRequest, HandlerOutcome, PluginStatus } from "../../schemas/index.ts";
import type { Culprit } from "./blame.ts";

/** What can be said of a fire whose answer was lost with the thread: who was stopped, who may have been called, who was not. */
export function reportLostFire(
  { hook, source }: FireRequest,
  plugins: readonly PluginStatus[],
  culprit: Culprit | null,
  durationMs: number,
): FireReport {
  const concerned = plugins.filter(({ summary }) => summary.hooks.includes(hook));
  const stoppedAt = concerned.findIndex(({ summary }) => summary.name === culprit?.plugin);
  const outcomes = concerned.map(({ summary, state }, index): HandlerOutcome => {
    const plugin = summary.name;
    if (plugin === source) return { kind: "skipped", plugin, reason: "source" };
    if (!summary.enabled) return { kind: "skipped", plugin, reason: "disabled" };
    if (state === "quarantined") return { kind: "skipped", plugin, reason: "quarantined" };
    if (!summary.active) return { kind: "skipped", plugin, reason: "not-active" };
    if (culprit !== null && index === stoppedAt) {
      const kind = culprit.problem.code === "plugin/hung" ? "timed-out" : "threw";
      return { kind, plugin, problem: culprit.problem, durationMs };
    }
    return stoppedAt !== -1 && index > stoppedAt
      ? { kind: "skipped", plugin, reason: "interrupted" }
      : lostOutcome(plugin, hook);
  });
  return {
    hook,
    outcomes,
    payload: null,
    payloadProblem: "the plugins' thread ended while the hook was fired",
    result: null,
    problems: [],
    durationMs,
  };
}

function lostOutcome(plugin: string, hook: string): HandlerOutcome {
  const problem = {
    code: "plugin/outcome-lost",
    message: `Whether ${hook} was called, and what it answered, was lost with the plugins' thread`,
    at: new Date().toISOString(),
    location: null,
    stack: null,
  };
  return { kind: "lost", plugin, problem };
}
