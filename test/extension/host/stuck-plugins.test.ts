import { expect, test } from "vitest";
import { StuckPlugins } from "../../../extension/host/stuck-plugins.ts";
import type { PluginState } from "../../../schemas/index.ts";
import { pluginStatus } from "../plugin-status.ts";

const PROBLEM = { code: "plugin/hung", message: "", at: "", location: null, stack: null };

function after(...states: (PluginState | null)[]): readonly string[] {
  const stuck = new StuckPlugins();
  stuck.add("loop", PROBLEM);
  for (const state of states) {
    stuck.observe(state === null ? [] : [pluginStatus({ name: "loop", state })]);
  }
  return Object.keys(stuck.problems);
}

test("a plugin that took a host down is kept from the next one, until it was seen to get another chance", () => {
  expect(after()).toEqual(["loop"]);
  expect(after("quarantined")).toEqual(["loop"]);
  expect(after("quarantined", "active")).toEqual([]);
  expect(after("quarantined", null)).toEqual([]);
});

test("what the host that it took down tells last is no other chance", () => {
  expect(after("active")).toEqual(["loop"]);
  expect(after(null, "quarantined")).toEqual(["loop"]);
});
