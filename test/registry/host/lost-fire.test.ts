import { expect, test } from "vitest";
import type { PluginStatus } from "../../../schemas/index.ts";
import { reportLostFire } from "../../../registry/host/lost-fire.ts";

function plugin(name: string, is: Partial<PluginStatus["summary"]> = {}): PluginStatus {
  return {
    summary: {
      name,
      description: null,
      hooks: ["ping"],
      config: {},
      enabled: true,
      active: true,
      hook_stats: {},
      errors: [],
      invalid: false,
      secrets: { required: [], missing: [] },
      ...is,
    },
    state: "active",
    position: 0,
    module: null,
    sourceFile: null,
    generation: 1,
    problems: [],
    secrets: [],
    latency: {},
    routes: [],
  };
}

const culprit = {
  plugin: "culprit",
  problem: { code: "plugin/hung", message: "held", at: "now", location: null, stack: null },
};
const PLUGINS = [
  plugin("before"),
  plugin("off", { enabled: false, active: false }),
  plugin("culprit"),
  plugin("deaf", { hooks: [] }),
  plugin("after"),
];

test("a fire that was lost says of every plugin what is known of it", () => {
  const { outcomes } = reportLostFire({ hook: "ping", payload: {} }, PLUGINS, culprit, 5);

  expect(outcomes).toMatchObject([
    { plugin: "before", kind: "lost", problem: { code: "plugin/outcome-lost" } },
    { plugin: "off", kind: "skipped", reason: "disabled" },
    { plugin: "culprit", kind: "timed-out", problem: { code: "plugin/hung" } },
    { plugin: "after", kind: "skipped", reason: "interrupted" },
  ]);
});

test("when nobody can be blamed, nobody is said not to have been called", () => {
  const { outcomes } = reportLostFire(
    { hook: "ping", payload: {}, source: "before" },
    PLUGINS,
    null,
    5,
  );

  expect(outcomes.map(({ plugin: name, kind }) => [name, kind])).toEqual([
    ["before", "skipped"],
    ["off", "skipped"],
    ["culprit", "lost"],
    ["after", "lost"],
  ]);
});
