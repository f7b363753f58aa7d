import { array, assert, asyncProperty, constantFrom, nat, record } from "fast-check";
import { expect, test } from "vitest";
import type { FireReport } from "../../../schemas/index.ts";
import type { PluginRegistry } from "../../../registry/kernel/index.ts";
import { deferred, items, pluginOf, registryOf } from "./support.ts";

/** How often a plugin was called for `ping`, and how many of those calls are in its history. */
function counted(registry: PluginRegistry, name: string): [number, number] {
  const found = registry.records().find((one) => one.name === name);
  return [found?.hook_stats["ping"]?.invocations ?? 0, registry.history(name, "ping").length];
}

test("calls of a fire that is under way are counted already, each when it begins and again when it ends", async () => {
  const gate = deferred();
  const { registry } = registryOf({
    A: pluginOf({ ping: () => undefined }),
    B: pluginOf({ ping: () => gate.promise }),
    C: pluginOf({ ping: () => undefined }),
  });
  await registry.load(
    items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }, { name: "c", module: "c:C" }),
  );
  const fired = registry.fireAndWait("ping", {});
  const stats = (): unknown => ["a", "b", "c"].map((name) => counted(registry, name));
  expect(stats()).toEqual([
    [1, 1],
    [1, 0],
    [0, 0],
  ]);
  gate.resolve();
  await fired;
  expect(stats()).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
  ]);
});

test("a thousand fires under way at once are counted one by one, and answered each with its own payload", async () => {
  const gate = deferred();
  const { registry } = registryOf({
    A: pluginOf({ ping: () => gate.promise }),
    B: pluginOf({
      ping: (payload) => void ((payload as { seen?: boolean }).seen = true),
    }),
  });
  await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }));
  const fires = Array.from({ length: 1_000 }, (_, n) => registry.fireAndWait("ping", { n }));
  expect(counted(registry, "a")).toEqual([1_000, 0]);
  gate.resolve();
  const reports = await Promise.all(fires);
  expect(reports.map(({ payload }) => payload)).toEqual(reports.map((_, n) => ({ n, seen: true })));
  expect(counted(registry, "a")).toEqual([1_000, 100]);
  expect(counted(registry, "b")).toEqual([1_000, 100]);
});

test("a plugin that changes while a fire waits for it is counted once", async () => {
  const gate = deferred();
  const { registry } = registryOf({
    A: pluginOf({ ping: () => gate.promise }),
    B: pluginOf({ ping: () => undefined }),
  });
  await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }));
  const fired = registry.fireAndWait("ping", {});
  await registry.disable("b");
  await registry.enable("b");
  const next = registry.fireAndWait("ping", {});
  gate.resolve();
  await Promise.all([fired, next]);
  expect(counted(registry, "a")).toEqual([2, 2]);
  expect(counted(registry, "b")).toEqual([2, 2]);
});

test("a plugin that is disabled, stopped or gone while a fire waits for another is not called any more", async () => {
  const problem = { code: "", message: "stopped", at: "", location: null, stack: null };
  const changes: readonly [string, (registry: PluginRegistry) => unknown, string][] = [
    ["disabled", (registry) => registry.disable("b"), "disabled"],
    ["quarantined", (registry) => registry.quarantine("b", problem), "quarantined"],
    ["removed", (registry) => registry.reconcile(items({ name: "a", module: "a:A" })), "disabled"],
  ];
  for (const [what, change, reason] of changes) {
    const gate = deferred();
    const called: string[] = [];
    const { registry } = registryOf({
      A: pluginOf({ ping: () => gate.promise }),
      B: pluginOf({ ping: () => void called.push(what) }),
    });
    await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }));
    const fired = registry.fireAndWait("ping", {});
    await change(registry);
    gate.resolve();
    expect((await fired).outcomes).toMatchObject([
      { kind: "answered", plugin: "a" },
      { kind: "skipped", plugin: "b", reason },
    ]);
    expect(called).toEqual([]);
  }
});

test("a plugin that is reloaded while a fire waits for another is called as it is by then", async () => {
  const gate = deferred();
  const called: string[] = [];
  const { registry, modules } = registryOf({
    A: pluginOf({ ping: () => gate.promise }),
    B: pluginOf({ ping: () => void called.push("old") }),
    C: pluginOf({ ping: () => void called.push("last") }),
  });
  await registry.load(
    items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }, { name: "c", module: "c:C" }),
  );
  const fired = registry.fireAndWait("ping", {});
  modules.modules["b"] = { B: pluginOf({ ping: () => void called.push("new") }) };
  modules.modules["c"] = { C: pluginOf({ pong: () => undefined }) };
  await registry.reload("b");
  await registry.reload("c");
  gate.resolve();
  expect((await fired).outcomes).toMatchObject([
    { kind: "answered", plugin: "a" },
    { kind: "answered", plugin: "b" },
    { kind: "skipped", plugin: "c", reason: "not-active" },
  ]);
  expect(called).toEqual(["new"]);
  expect(counted(registry, "b")).toEqual([1, 1]);
  expect(counted(registry, "c")).toEqual([0, 0]);
});

test.each([
  ["goes on", () => undefined],
  ["throws", () => Promise.reject(new Error("unheard"))],
  [
    "throws at once",
    () => {
      throw new Error("unheard");
    },
  ],
])(
  "a handler that makes its caller give up and %s is counted as cancelled, once",
  async (_, end) => {
    const called: string[] = [];
    const { registry } = registryOf({
      A: pluginOf({
        ping: (payload) => {
          (payload as { giveUp: () => void }).giveUp();
          return end();
        },
      }),
      B: pluginOf({ ping: () => void called.push("b") }),
    });
    await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }));
    for (let count = 0; count < 2; count++) {
      const controller = new AbortController();
      const giveUp = (): void => controller.abort();
      const { signal } = controller;
      const report = await registry.fireAndWait("ping", { giveUp }, { signal });
      expect(report.outcomes).toMatchObject([
        { kind: "threw", plugin: "a", problem: { code: "plugin/cancelled" } },
        { kind: "skipped", plugin: "b", reason: "cancelled" },
      ]);
    }
    expect(called).toEqual([]);
    expect(counted(registry, "a")).toEqual([2, 2]);
    expect(registry.records()[0]?.hook_stats["ping"]).toMatchObject({ failures: 2 });
    expect(registry.underWay).toBe(0);
  },
);

test("a handler that makes its caller give up and fires anew does not end what it fired", async () => {
  const gate = deferred();
  const inner: Promise<FireReport>[] = [];
  const { registry } = registryOf({
    A: pluginOf({
      ping: (payload) => {
        const { giveUp } = payload as { giveUp?: () => void };
        if (giveUp === undefined) return gate.promise;
        giveUp();
        inner.push(registry.fireAndWait("ping", {}));
        return undefined;
      },
    }),
  });
  await registry.load(items({ name: "a", module: "a:A" }));
  const controller = new AbortController();
  const giveUp = (): void => controller.abort();
  await registry.fireAndWait("ping", { giveUp }, { signal: controller.signal });
  expect(registry.underWay).toBe(1);
  expect(counted(registry, "a")).toEqual([2, 1]);
  gate.resolve();
  expect(await Promise.all(inner)).toMatchObject([{ outcomes: [{ kind: "answered" }] }]);
  expect(registry.underWay).toBe(0);
});

test("however fires overlap, every call is counted and every report is of its own fire", async () => {
  const handlers = constantFrom("answers", "waits", "throws", "rejects", "hangs");
  const step = record({ a: handlers, b: handlers, turns: nat(3) });
  await assert(
    asyncProperty(array(step, { maxLength: 150 }), async (steps) => {
      const behave = (name: "a" | "b") => (payload: unknown) => {
        switch ((payload as (typeof steps)[number])[name]) {
          case "answers":
            return undefined;
          case "waits":
            return new Promise((resolve) => setImmediate(resolve));
          case "throws":
            throw new Error("no");
          case "rejects":
            return Promise.reject(new Error("no"));
          case "hangs":
            return new Promise(() => undefined);
        }
      };
      const { registry } = registryOf({
        A: pluginOf({ ping: behave("a") }),
        B: pluginOf({ ping: behave("b") }),
      });
      await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }));
      const fires = [];
      for (const one of steps) {
        fires.push(registry.fireAndWait("ping", { ...one }, { deadlineMs: 5 }));
        for (let turn = 0; turn < one.turns; turn++) await Promise.resolve();
      }
      const reports = await Promise.all(fires);
      const kinds = {
        answers: "answered",
        waits: "answered",
        throws: "threw",
        rejects: "threw",
        hangs: "timed-out",
      };
      reports.forEach(({ outcomes, payload }, index) => {
        expect(payload).toEqual(steps[index]);
        const asked = [steps[index]?.a, steps[index]?.b].map((kind) => kinds[kind ?? "hangs"]);
        // Who waits for a turn of the loop may be late.
        outcomes.forEach(({ kind }, at) => {
          if (kind !== "timed-out") expect(kind).toBe(asked[at]);
        });
      });
      for (const [at, name] of ["a", "b"].entries()) {
        const failed = reports.filter(({ outcomes }) => outcomes[at]?.kind !== "answered").length;
        const stats = registry.records()[at]?.hook_stats["ping"];
        expect(stats?.invocations ?? 0, name).toBe(steps.length);
        expect(stats?.failures ?? 0, name).toBe(failed);
        expect(registry.history(name, "ping")).toHaveLength(Math.min(100, steps.length));
      }
    }),
    { numRuns: 30 },
  );
});
