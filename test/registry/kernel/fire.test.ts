import { array, assert, asyncProperty, constantFrom } from "fast-check";
import { expect, test } from "vitest";
import { PluginBase, type HookCall } from "../../../registry/sdk/index.ts";
import { deferred, items, pluginOf, registryOf } from "./support.ts";

test("fire returns before an asynchronous handler is done, and counts it when it is", async () => {
  const gate = deferred();
  const { registry } = registryOf({ A: pluginOf({ ping: () => gate.promise }) });
  await registry.load(items({ name: "a", module: "a:A" }));

  registry.fire("ping", {});
  expect(registry.records()[0]?.hook_stats["ping"]).toMatchObject({ invocations: 1, failures: 0 });
  expect(registry.history("a", "ping")).toEqual([]);

  gate.resolve();
  await gate.promise;
  await Promise.resolve();
  expect(registry.history("a", "ping")).toMatchObject([{ status: "success" }]);
});

test("a rejection after fire is a failure with its error", async () => {
  const { registry } = registryOf({
    A: pluginOf({ ping: () => Promise.reject(new Error("late")) }),
  });
  await registry.load(items({ name: "a", module: "a:A" }));
  registry.fire("ping", {});
  await new Promise((resolve) => setImmediate(resolve));
  expect(registry.records()[0]).toMatchObject({
    hook_stats: { ping: { invocations: 1, failures: 1 } },
    errors: ["ping: late"],
  });
});

test("counters are exact over fast, nested, awaited and failing fires", async () => {
  let depth = 0;
  const { registry } = registryOf({
    A: pluginOf({
      ping: () => {
        depth++;
        if (depth === 1) registry.fire("ping", {});
        depth--;
      },
    }),
    B: pluginOf({
      ping: (payload) => {
        if ((payload as { fail?: boolean }).fail === true) throw new Error("no");
      },
    }),
  });
  await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }));
  for (let count = 0; count < 250; count++) registry.fire("ping", {});
  registry.fire("ping", { fail: true }, { source: "a" });
  await registry.fireAndWait("ping", {});
  const [a, b] = registry.records();
  // Each fire at a fires once more from inside.
  expect(a?.hook_stats["ping"]).toMatchObject({ invocations: 502, failures: 0 });
  expect(b?.hook_stats["ping"]).toMatchObject({ invocations: 503, failures: 1 });
  expect(a?.hook_history["ping"]).toHaveLength(100);
  expect(b?.hook_history["ping"]).toHaveLength(100);
});

test("a fire during which plugins change is counted, too", async () => {
  const problem = { code: "plugin/hung", message: "test", at: "", location: null, stack: null };
  const { registry } = registryOf({
    A: pluginOf({ ping: () => void registry.quarantine("b", problem) }),
    B: pluginOf({ ping: () => undefined }),
    C: pluginOf({ ping: () => undefined }),
  });
  await registry.load(
    items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }, { name: "c", module: "c:C" }),
  );
  registry.fire("ping", {});
  registry.fire("ping", {});
  const counted = registry.records().map(({ hook_stats }) => hook_stats["ping"]?.invocations);
  expect(counted).toEqual([2, 1, 2]);
  expect(registry.history("c", "ping")).toHaveLength(2);
});

test("numbers have three decimals, and the average is the total by the calls", async () => {
  let now = 0;
  const clock = { now: () => now, wall: () => Date.UTC(2026, 0, 15) + now };
  const durations = [1.23456, 2, 0.5];
  const { registry } = registryOf(
    { A: pluginOf({ ping: () => void (now += durations.shift() ?? 0) }) },
    { clock },
  );
  await registry.load(items({ name: "a", module: "a:A" }));
  for (let count = 0; count < 3; count++) registry.fire("ping", {});
  expect(registry.records()[0]?.hook_stats["ping"]).toEqual({
    invocations: 3,
    failures: 0,
    total_duration_ms: 3.735,
    last_duration_ms: 0.5,
    avg_duration_ms: 1.245,
  });
  expect(registry.statuses()[0]?.latency["ping"]).toEqual({ p50_ms: 1.235, p95_ms: 2 });
  expect(registry.history("a", "ping")[0]).toEqual({
    timestamp: "2026-01-15T00:00:00.001Z",
    status: "success",
    duration_ms: 1.235,
  });
});

const fails = (kind: string): boolean => kind === "throws" || kind === "rejects";

test("any sequence of outcomes is counted as a plain list of them would be", async () => {
  const kinds = constantFrom("fast", "sourced", "awaited", "throws", "rejects", "toggle");
  await assert(
    asyncProperty(array(kinds, { maxLength: 300 }), async (sequence) => {
      const { registry } = registryOf({
        A: pluginOf({
          ping: (payload) => {
            const { kind } = payload as { kind: string };
            if (kind === "throws") throw new Error(kind);
            return kind === "rejects" ? Promise.reject(new Error(kind)) : undefined;
          },
        }),
      });
      await registry.load(items({ name: "a", module: "a:A" }));
      for (const kind of sequence) {
        if (kind === "toggle") {
          await registry.disable("a");
          await registry.enable("a");
        } else if (kind === "fast" || kind === "throws") registry.fire("ping", { kind });
        else if (kind === "sourced") registry.fire("ping", { kind }, { source: "somebody" });
        else await registry.fireAndWait("ping", { kind });
      }
      const calls = sequence.filter((kind) => kind !== "toggle");
      const stats = registry.records()[0]?.hook_stats["ping"];
      expect(stats?.invocations ?? 0).toBe(calls.length);
      expect(stats?.failures ?? 0).toBe(calls.filter(fails).length);
      const statuses = registry.history("a", "ping").map(({ status }) => status);
      expect(statuses).toEqual(
        calls.slice(-100).map((kind) => (fails(kind) ? "error" : "success")),
      );
    }),
    { numRuns: 60 },
  );
});

test("a handler past its deadline is given up, told by its signal, and its late answer is ignored", async () => {
  const gate = deferred();
  const heard: unknown[] = [];
  const { registry } = registryOf({
    Slow: pluginOf({
      ping: (_payload, call) => {
        call.signal.addEventListener("abort", () => heard.push(call.signal.reason));
        return gate.promise;
      },
    }),
    Next: pluginOf({ ping: () => undefined }),
  });
  await registry.load(
    items({ name: "slow", module: "slow:Slow" }, { name: "next", module: "next:Next" }),
  );
  const report = await registry.fireAndWait("ping", {}, { deadlineMs: 5 });
  expect(report.outcomes).toMatchObject([
    { kind: "timed-out", plugin: "slow", problem: { code: "plugin/timed-out" } },
    { kind: "answered", plugin: "next" },
  ]);
  expect(heard).toMatchObject([{ name: "TimeoutError" }]);

  gate.resolve();
  await gate.promise;
  expect(registry.records()[0]?.hook_stats["ping"]).toMatchObject({ invocations: 1, failures: 1 });
});

test("a late answer does not count as the answer of the handler after it", async () => {
  const first = deferred();
  const second = deferred();
  const { registry } = registryOf({
    First: pluginOf({ ping: () => first.promise }),
    Second: pluginOf({
      ping: () => {
        first.resolve();
        return second.promise;
      },
    }),
  });
  await registry.load(
    items({ name: "first", module: "first:First" }, { name: "second", module: "second:Second" }),
  );
  let done = false;
  const fired = registry.fireAndWait("ping", {}, { deadlineMs: 50 }).finally(() => (done = true));
  await first.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toBe(false);
  second.resolve();
  expect((await fired).outcomes).toMatchObject([{ kind: "timed-out" }, { kind: "answered" }]);
});

test("the most specific deadline holds", async () => {
  const never = pluginOf({ ping: () => new Promise(() => undefined) });
  const { registry } = registryOf(
    { A: never, B: never },
    { deadlines: { callMs: 60_000, hooks: { ping: 4 }, plugins: { b: 3 } } },
  );
  await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }));
  const { outcomes } = await registry.fireAndWait("ping", {});
  const messages = outcomes.map((one) => (one.kind === "timed-out" ? one.problem.message : ""));
  expect(messages).toEqual(["ping did not answer within 4 ms", "ping did not answer within 3 ms"]);
});

test("a caller that gives up is answered at once, and those not called yet are not called", async () => {
  const called: string[] = [];
  const { registry } = registryOf({
    A: pluginOf({ ping: () => new Promise(() => undefined) }),
    B: pluginOf({ ping: () => void called.push("b") }),
  });
  await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }));
  const controller = new AbortController();
  const fired = registry.fireAndWait("ping", {}, { signal: controller.signal });
  controller.abort();
  expect((await fired).outcomes).toMatchObject([
    { kind: "threw", problem: { code: "plugin/cancelled" } },
    { kind: "skipped", reason: "cancelled" },
  ]);
  expect(called).toEqual([]);
});

test("a handler's call says what was fired, by whom, and ends with the plugin's life", async () => {
  let seen: HookCall | null = null;
  const { registry } = registryOf({
    A: pluginOf({
      ping: (_payload, call) => {
        seen = call;
      },
    }),
  });
  await registry.load(items({ name: "a", module: "a:A" }));
  await registry.fireAndWait("ping", {}, { source: "service" });
  expect(seen).toMatchObject({ hook: "ping", source: "service", deadlineMs: 5_000 });
  const { signal } = seen as unknown as HookCall;
  expect(signal.aborted).toBe(false);
  await registry.disable("a");
  expect(signal.aborted).toBe(true);
});

test("a fire during a reload that has to wait reaches the new instance, and is not lost", async () => {
  const gate = deferred();
  class Old extends PluginBase {
    static override readonly hooks = ["ping"];
    override onDisable(): Promise<void> {
      return gate.promise;
    }
    ping(payload: unknown): void {
      (payload as { by?: string }).by = "old";
    }
  }
  const { registry, modules } = registryOf({ A: Old });
  await registry.load(items({ name: "a", module: "a:A" }));
  modules.modules["a"] = {
    A: pluginOf({ ping: (payload) => void ((payload as { by?: string }).by = "new") }),
  };
  const reloading = registry.reload("a");
  await new Promise((resolve) => setImmediate(resolve));
  const awaited = registry.fireAndWait("ping", {});
  const forgotten: { by?: string } = {};
  registry.fire("ping", forgotten);
  gate.resolve();
  expect(await reloading).toMatchObject({ kind: "reloaded" });
  expect((await awaited).payload).toEqual({ by: "new" });
  expect(forgotten).toEqual({ by: "new" });
});

test("every piece of plugin code is between enter and leave of its slot, strictly nested", async () => {
  const events: string[] = [];
  const stack: number[] = [];
  const marker = {
    enter: (slot: number) => void stack.push(slot),
    leave: () => void stack.pop(),
  };
  const note = (what: string): void => void events.push(`${what}@${stack.join(">")}`);
  class Marked extends PluginBase {
    static override readonly hooks = ["ping", "inner"];
    constructor(context: never) {
      super(context);
      note("construct");
    }
    override onEnable(): void {
      note("enable");
    }
    ping(): void {
      if (this.name === "a") void this.emit("inner", {});
      else throw new Error("no");
    }
    inner(): void {
      note("inner");
    }
  }
  const { registry } = registryOf({ Marked }, { marker });
  await registry.load(
    items({ name: "a", module: "marked:Marked" }, { name: "b", module: "marked:Marked" }),
  );
  registry.fire("ping", {});
  expect(events).toEqual(["construct@0", "construct@1", "enable@0", "enable@1", "inner@0>1"]);
  expect(stack).toEqual([]);
  expect(registry.pluginInSlot(1)).toBe("b");
  expect(registry.pluginInSlot(7)).toBeNull();
});

test("two plugins that answer each other's events without end are stopped, and it is said", async () => {
  const { registry } = registryOf({ Ping: echo("ping", "pong"), Pong: echo("pong", "ping") });
  await registry.load(
    items({ name: "a", module: "ping:Ping" }, { name: "b", module: "pong:Pong" }),
  );
  const { outcomes } = await registry.fireAndWait("ping", {});
  expect(outcomes).toMatchObject([{ kind: "answered" }]);
  const [a, b] = registry.records();
  expect(registry.status("a")?.problems).toMatchObject([{ code: "plugin/flooded" }]);
  expect(a?.errors.join()).toContain("64 were nested in each other");
  expect(a?.hook_stats["ping"]).toMatchObject({ invocations: 33, failures: 1 });
  expect(b?.hook_stats["pong"]).toMatchObject({ invocations: 32, failures: 0 });
});

/** A plugin that answers one event with another. */
function echo(heard: string, said: string): unknown {
  class Echo extends PluginBase {
    static override readonly hooks = [heard];
  }
  const answer = async function answer(this: Echo): Promise<void> {
    await this.emit(said, {});
  };
  Object.defineProperty(Echo.prototype, heard, { value: answer });
  return Echo;
}

test("a loop that emits without waiting does not fill the memory", async () => {
  let emitted = 0;
  class Flood extends PluginBase {
    static override readonly hooks = ["ping"];
    ping(): void {
      for (let event = 0; event < 30_000; event++) void this.emit("pong", {});
    }
  }
  const { registry } = registryOf({ Flood, Counter: pluginOf({ pong: () => void emitted++ }) });
  await registry.load(
    items({ name: "a", module: "flood:Flood" }, { name: "b", module: "counter:Counter" }),
  );
  const { outcomes } = await registry.fireAndWait("ping", {});
  expect(emitted).toBe(10_000);
  expect(outcomes).toMatchObject([{ kind: "threw" }]);
  expect(registry.status("a")?.state).toBe("quarantined");
  expect(registry.records()[0]?.errors.join()).toContain("10000 were under way");
});

test("whose code runs can be told while a plugin that was removed is disabled", async () => {
  const running: (string | null)[] = [];
  const marker = {
    enter: (slot: number) => void running.push(registry.pluginInSlot(slot)),
    leave: () => undefined,
  };
  const { registry } = registryOf({ A: pluginOf({ ping: () => undefined }) }, { marker });
  await registry.load(items({ name: "a", module: "a:A" }));
  running.length = 0;
  await registry.reconcile([]);
  expect(new Set(running)).toEqual(new Set(["a"]));
});
