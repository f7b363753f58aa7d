import { expect, test } from "vitest";
import type { PluginSpecRecord, Problem } from "../../../schemas/index.ts";
import { factoryNodes, factoryRowId } from "../../../extension/views/factory-node.ts";

const problem: Problem = {
  code: "plugin/threw-on-register",
  message: "no credentials",
  at: "",
  location: { file: "/work/plugins/broken.ts", line: 1, character: 8 },
  stack: null,
};

function spec(kind: PluginSpecRecord["kind"], name: string): PluginSpecRecord {
  return { kind, name, version: "1.0.0", description: "", file: null };
}

test("factories are listed under their kind, files that need mending before them", () => {
  const nodes = factoryNodes({
    specs: [
      spec("ai_provider", "anthropic"),
      spec("ai_provider", "openai"),
      spec("storage_backend", "local"),
    ],
    directoryProblems: [problem],
  });
  expect(nodes).toMatchObject([
    { type: "file-problem", problem },
    {
      type: "kind",
      kind: "ai_provider",
      specs: [{ spec: { name: "anthropic" } }, { spec: { name: "openai" } }],
    },
    { type: "kind", kind: "storage_backend", specs: [{ spec: { name: "local" } }] },
  ]);
});

test("a host that runs no plugin code has no factories", () => {
  expect(factoryNodes({})).toEqual([]);
});

test("a factory keeps its row when its version changes, and names are told apart within a kind", () => {
  const row = factoryRowId({ type: "spec", spec: spec("storage_backend", "local") });
  const newer = { ...spec("storage_backend", "local"), version: "2.0.0" };
  expect(factoryRowId({ type: "spec", spec: newer })).toBe(row);
  expect(factoryRowId({ type: "spec", spec: spec("ai_provider", "local") })).not.toBe(row);
});
