import { expect, test } from "vitest";
import type { FactoryHealth, PluginSpecRecord, Problem } from "../../../schemas/index.ts";
import {
  factoryNodes,
  factoryRowId,
  type SpecNode,
} from "../../../extension/views/factory-node.ts";

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

function row(kind: PluginSpecRecord["kind"]): SpecNode {
  return { type: "spec", spec: spec(kind, "local"), health: null };
}

test("what a factory said of its health is with it, whoever else has its name in another kind", () => {
  const health: FactoryHealth = {
    kind: "ai_provider",
    name: "local",
    state: "unhealthy",
    details: "no key",
    at: "2026-01-01T00:00:00.000Z",
  };
  const specs = [spec("ai_provider", "local"), spec("storage_backend", "local")];

  expect(factoryNodes({ specs }, [health])).toMatchObject([
    { kind: "ai_provider", specs: [{ health }] },
    { kind: "storage_backend", specs: [{ health: null }] },
  ]);
});

test("a host that runs no plugin code has no factories", () => {
  expect(factoryNodes({})).toEqual([]);
});

test("a factory keeps its row when its version changes, and names are told apart within a kind", () => {
  const id = factoryRowId(row("storage_backend"));
  const newer = { ...spec("storage_backend", "local"), version: "2.0.0" };
  expect(factoryRowId({ ...row("storage_backend"), spec: newer })).toBe(id);
  expect(factoryRowId(row("ai_provider"))).not.toBe(id);
});
