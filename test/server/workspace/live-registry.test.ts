import { expect, test } from "vitest";
import type { PluginStatus, Problem, RegistrySnapshot } from "../../../schemas/index.ts";
import { LiveRegistry } from "../../../server/workspace/live-registry.ts";

const manifestUri = "file:///w/plugins.yaml";
const broken: Problem = {
  code: "plugin/threw-on-enable",
  message: "no network",
  at: "2026-01-15T09:30:00Z",
  location: null,
  stack: null,
};

test("tells of problems when they changed, and of calls to those only who show them", () => {
  const live = new LiveRegistry();
  const told: string[] = [];
  live.onDidChange(() => told.push("change"));
  live.onDidChangeProblems(() => told.push("problems"));
  let revision = 0;
  const toldOf = (plugins: PluginStatus[] | null, more: Partial<RegistrySnapshot> = {}): string => {
    told.length = 0;
    const before = live.stamp;
    revision += 1;
    const snapshot = plugins && { revision, manifestProblems: [], plugins, ...more };
    live.update({ manifestUri, snapshot });
    expect(live.stamp !== before).toBe(told.includes("problems"));
    return told.join(", ");
  };
  const both = "change, problems";

  expect(toldOf([statusOf("a"), statusOf("b")])).toBe(both);
  expect(toldOf([statusOf("a", { calls: 7 }), statusOf("b")])).toBe("change");
  const item = { name: "a", position: 0 };
  const counts = live.pluginIn(live.snapshotOf(manifestUri), item)?.summary.hook_stats;
  expect(counts?.["post_plan"]?.invocations).toBe(7);
  expect(toldOf([statusOf("a"), statusOf("b", { problems: [broken] })])).toBe(both);
  expect(toldOf([statusOf("a"), statusOf("b", { problems: [{ ...broken }] })])).toBe("change");
  expect(toldOf([statusOf("b", { problems: [broken] }), statusOf("a")])).toBe(both);
  expect(toldOf([statusOf("b"), statusOf("a", { module: "./c.ts:C" })])).toBe(both);
  const same = [statusOf("b"), statusOf("a", { module: "./c.ts:C" })];
  expect(toldOf(same)).toBe("change");
  expect(toldOf(same, { manifestProblems: [broken] })).toBe(both);
  expect(toldOf(same, { manifestProblems: [broken], directoryProblems: [broken] })).toBe(both);
  expect(toldOf(null)).toBe(both);
  expect(toldOf(null)).toBe("");
});

function statusOf(
  name: string,
  {
    calls = 1,
    problems = [],
    module = "./a.ts:A",
  }: Partial<PluginStatus> & { calls?: number } = {},
): PluginStatus {
  const stats = {
    invocations: calls,
    failures: 0,
    total_duration_ms: 1,
    last_duration_ms: 1,
    avg_duration_ms: 1,
  };
  return {
    summary: {
      name,
      description: null,
      hooks: ["post_plan"],
      config: {},
      enabled: true,
      active: true,
      hook_stats: { post_plan: stats },
      errors: [],
      invalid: false,
      secrets: { required: [], missing: [] },
    },
    state: "active",
    position: 0,
    module,
    sourceFile: null,
    generation: 1,
    problems,
    secrets: [],
    latency: {},
    routes: [],
  };
}
