import * as fc from "fast-check";
import { expect, test } from "vitest";
import { headline, needsAttention, toRows } from "../../../webview/state/index.ts";
import { manyPlugins, problem, snapshotOf, TEAM, type PluginSketch } from "../registry.ts";

function rowOf(sketch: PluginSketch) {
  const [row] = toRows(snapshotOf([sketch]), null);
  if (!row) throw new Error("expected one row");
  return row;
}

test("a plugin's calls are summed over its hooks, and its average is weighted by them", () => {
  const row = rowOf({ name: "a", hooks: { one: [3, 1, 10], two: [1, 0, 50], three: [0, 0, 0] } });
  expect(row).toMatchObject({ invocations: 4, failures: 1, averageMs: 20, p95Ms: 100 });
});

test("a plugin that was never called has no durations", () => {
  expect(rowOf({ name: "a", hooks: { one: [0, 0, 0] } })).toMatchObject({
    invocations: 0,
    averageMs: null,
    p95Ms: null,
    hooks: [{ hook: "one", averageMs: null, p50Ms: null, p95Ms: null, lastMs: null }],
  });
});

test("a hook that is no longer declared keeps its counters", () => {
  const snapshot = snapshotOf([{ name: "a", hooks: { old: [2, 0, 1] } }]);
  const [status] = snapshot.plugins;
  if (status) status.summary.hooks = ["fresh"];
  const [row] = toRows(snapshot, null);
  expect(row?.hooks.map(({ hook, invocations }) => [hook, invocations])).toEqual([
    ["fresh", 0],
    ["old", 2],
  ]);
});

test("a hook named as a member of every object is a hook like any other", () => {
  const hooks = Object.fromEntries([["constructor", [0, 0, 0] as const]]);
  const [hook] = rowOf({ name: "a", hooks }).hooks;
  expect(hook).toMatchObject({ hook: "constructor", invocations: 0, p95Ms: null });
});

test("entries that share a name are told apart", () => {
  const keys = toRows(snapshotOf([{ name: "a" }, { name: "a" }, { name: "b" }]), null).map(
    (row) => row.key,
  );
  expect(new Set(keys).size).toBe(3);
  expect(keys[0]).toBe("a");
});

test("rows that say the same stay the same objects, and so does an unchanged list", () => {
  const before = toRows(snapshotOf(TEAM), null);
  expect(toRows(snapshotOf(TEAM), before)).toBe(before);

  const [first, ...others] = TEAM;
  const after = toRows(
    snapshotOf([{ ...first, name: "ticket_automation", hooks: {} }, ...others]),
    before,
  );
  expect(after[0]).not.toBe(before[0]);
  expect(after.slice(1)).toEqual(before.slice(1));
  expect(after.slice(1).every((row, index) => row === before[index + 1])).toBe(true);
});

test("reusing rows never changes what they say", () => {
  const registry = fc
    .uniqueArray(fc.nat(20), { maxLength: 12 })
    .chain((picked) =>
      fc.nat(3).map((round) => manyPlugins(21, round).filter((_, index) => picked.includes(index))),
    );
  fc.assert(
    fc.property(fc.array(registry, { minLength: 1, maxLength: 5 }), (registries) => {
      let rows = null;
      for (const sketches of registries) {
        rows = toRows(snapshotOf(sketches), rows);
        expect(rows).toEqual(toRows(snapshotOf(sketches), null));
      }
    }),
  );
});

test("a missing secret needs attention only while the plugin is enabled", () => {
  expect(needsAttention(rowOf({ name: "a", missing: ["TOKEN"] }))).toBe(true);
  expect(needsAttention(rowOf({ name: "a", missing: ["TOKEN"], state: "disabled" }))).toBe(false);
  expect(needsAttention(rowOf({ name: "a" }))).toBe(false);
});

test("the headline is the latest problem, before anything a handler threw", () => {
  const problems = [problem("plugin/hung", "first"), problem("plugin/hung", "second")];
  expect(headline(rowOf({ name: "a", problems, errors: ["thrown"] }))).toBe("second");
  expect(headline(rowOf({ name: "a", errors: ["older", "thrown"] }))).toBe("thrown");
  expect(headline(rowOf({ name: "a" }))).toBeNull();
});
