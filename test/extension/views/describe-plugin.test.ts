import { expect, test } from "vitest";
import type { SecretStatus } from "../../../schemas/index.ts";
import { conditionOf, isFailing, summaryOf } from "../../../extension/views/describe-plugin.ts";
import { calls, pluginStatus } from "../plugin-status.ts";

const problem = {
  code: "plugin/syntax",
  message: "Unexpected token",
  at: "",
  location: null,
  stack: null,
};
const missing: SecretStatus = { kind: "missing", name: "JIRA_API_TOKEN", looked: [] };

test("an active plugin says its generation and its calls", () => {
  const plugin = pluginStatus({ stats: { post_plan: calls(1204, 2), pre_plan: calls(1) } });
  expect(summaryOf(plugin)).toBe("active · 2 failures · 1,205 calls · g3");
});

test("an active plugin whose last reload failed is failing, and says which code goes on", () => {
  const plugin = pluginStatus({ problems: [problem], isOutdated: true });
  expect(conditionOf(plugin)).toBe("kept");
  expect(isFailing(plugin)).toBe(true);
  expect(summaryOf(plugin)).toBe("active · last reload failed · g3");
});

test("an active plugin that threw when it was enabled is failing, and nothing is said of a reload", () => {
  const plugin = pluginStatus({ problems: [problem], generation: 1 });
  expect(conditionOf(plugin)).toBe("troubled");
  expect(isFailing(plugin)).toBe(true);
  expect(summaryOf(plugin)).toBe("active · 1 problem · g1");
});

test("a missing secret is said, and is no failure", () => {
  const plugin = pluginStatus({ secrets: [missing] });
  expect(conditionOf(plugin)).toBe("needs-secret");
  expect(isFailing(plugin)).toBe(false);
  expect(summaryOf(plugin)).toContain("1 secret missing");
});

test("a secret that nothing is known of is not called missing", () => {
  const unknown: SecretStatus = {
    kind: "unknown",
    name: "A",
    unreadable: ".env",
    reason: "EACCES",
  };
  expect(conditionOf(pluginStatus({ secrets: [unknown] }))).toBe("active");
});

test("a disabled plugin is not failing, whatever else is known of it", () => {
  const plugin = pluginStatus({ state: "disabled", problems: [problem], secrets: [missing] });
  expect(conditionOf(plugin)).toBe("disabled");
  expect(isFailing(plugin)).toBe(false);
});

test.each(["failed", "invalid", "quarantined"] as const)(
  "a plugin that is %s is failing",
  (state) => {
    expect(isFailing(pluginStatus({ state, problems: [problem] }))).toBe(true);
  },
);

test.each(["disabled", "failed", "quarantined"] as const)(
  "a plugin that is %s runs no generation of its code, and none is told",
  (state) => {
    expect(summaryOf(pluginStatus({ state, problems: [problem] }))).toBe(state);
  },
);

test("of a host that stopped no generation is claimed", () => {
  expect(summaryOf(pluginStatus({}), "stopped")).toBe("stopped");
});
