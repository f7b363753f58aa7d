import { expect, test } from "vitest";
import { childrenOf, rowIds, type PluginNode } from "../../../extension/views/tree-node.ts";
import { calls, pluginStatus } from "../plugin-status.ts";

const problem = { code: "plugin/hung", message: "hung", at: "", location: null, stack: null };

test("entries that share a name have rows of their own, which stay theirs when others come and go", () => {
  const [first, second, other] = [{ name: "a" }, { name: "a" }, { name: "b" }].map(pluginStatus);
  expect(first && second && other && rowIds([first, other, second])).toEqual(["a#0", "b#0", "a#1"]);
  expect(first && second && rowIds([first, second])).toEqual(["a#0", "a#1"]);
});

test("what needs mending comes first", () => {
  const plugin = pluginStatus({
    problems: [problem],
    secrets: [
      { kind: "present", name: "SET", source: { kind: "secret-store" } },
      { kind: "missing", name: "UNSET", looked: [] },
    ],
    hooks: ["post_plan"],
    routes: [{ method: "GET", path: "/tickets" }],
  });
  expect(childrenOf(rowOf(plugin)).map(({ id }) => id)).toEqual([
    "row/problem/0",
    "row/secret/UNSET",
    "row/secret/SET",
    "row/hook/post_plan",
    "row/route/GET /tickets",
  ]);
});

test("a hook that was called before the manifest changed keeps its counts", () => {
  const plugin = pluginStatus({ hooks: ["post_plan"], stats: { pre_plan: calls(3) } });
  expect(childrenOf(rowOf(plugin))).toMatchObject([
    { kind: "hook", hook: "post_plan", stats: null },
    { kind: "hook", hook: "pre_plan", stats: { invocations: 3 } },
  ]);
});

function rowOf(plugin: PluginNode["plugin"]): PluginNode {
  return { kind: "plugin", id: "row", plugin };
}
