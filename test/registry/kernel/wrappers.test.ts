import { array, assert, asyncProperty, constantFrom } from "fast-check";
import { expect, test } from "vitest";
import {
  PluginBase,
  type HookCall,
  type HookWrapper,
  type WrappedOutcomes,
} from "../../../registry/sdk/index.ts";
import { deferred, items, pluginOf, registryOf } from "./support.ts";

const entries = items(
  { name: "a", module: "a:A" },
  { name: "b", module: "b:B" },
  { name: "c", module: "c:C" },
);
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("a generator stands around the others: it sees the payload before and the outcomes after", async () => {
  const told: WrappedOutcomes[] = [];
  class B extends PluginBase {
    static override readonly hooks = ["ping"];
    async *ping(payload: { log: string[] }): HookWrapper {
      payload.log.push("before");
      told.push(yield);
      payload.log.push("after");
    }
  }
  const { registry } = registryOf({
    A: pluginOf({ ping: async (payload) => void (payload as { log: string[] }).log.push("a") }),
    B,
    C: pluginOf({ ping: () => Promise.reject(new Error("no")) }),
  });
  await registry.load(entries);
  const report = await registry.fireAndWait("ping", { log: [] });
  expect(report.payload).toEqual({ log: ["before", "a", "after"] });
  expect(report.outcomes.map(({ plugin, kind }) => [plugin, kind])).toEqual([
    ["b", "answered"],
    ["a", "answered"],
    ["c", "threw"],
  ]);
  expect(told).toMatchObject([{ outcomes: [{ plugin: "a" }, { plugin: "c" }], value: undefined }]);
  expect(registry.records()[1]?.hook_stats["ping"]).toMatchObject({ invocations: 1, failures: 0 });
});

test("fire wraps, too, and at once when nobody has to be waited for", async () => {
  const log: string[] = [];
  const { registry } = registryOf({
    A: pluginOf({ ping: () => void log.push("a") }),
    B: pluginOf({
      *ping() {
        log.push("before");
        yield;
        log.push("after");
      },
    }),
  });
  await registry.load(entries.slice(0, 2));
  registry.fire("ping", {});
  expect(log).toEqual(["before", "a", "after"]);
});

test("of several wrappers the first is the outermost, and is told of those inside", async () => {
  const log: string[] = [];
  const around = (name: string): typeof PluginBase =>
    pluginOf({
      *ping() {
        log.push(`${name} before`);
        const { outcomes }: WrappedOutcomes = yield;
        log.push(`${name} after ${outcomes.map(({ plugin }) => plugin).join(" ")}`);
      },
    });
  const { registry } = registryOf({
    A: around("a"),
    B: around("b"),
    C: pluginOf({ ping: () => void 0 }),
  });
  await registry.load(entries);
  await registry.fireAndWait("ping", {});
  expect(log).toEqual(["a before", "b before", "b after c", "a after b c"]);
});

test("a wrapper that throws, returns early or yields twice keeps nobody from being called", async () => {
  const { registry } = registryOf({
    A: pluginOf({
      // oxlint-disable-next-line require-yield
      *ping() {
        throw new Error("before");
      },
    }),
    B: pluginOf({
      *ping() {
        yield;
        yield;
      },
    }),
    C: pluginOf({
      // oxlint-disable-next-line require-yield
      *ping() {
        return "early";
      },
    }),
    D: pluginOf({
      *ping() {
        yield;
        throw new Error("after");
      },
    }),
    E: pluginOf({ ping: () => undefined }),
  });
  const all = ["a", "b", "c", "d", "e"];
  await registry.load(
    items(...all.map((name) => ({ name, module: `${name}:${name.toUpperCase()}` }))),
  );
  const { outcomes, result } = await registry.fireAndWait("ping", {});
  expect(outcomes.map(({ kind }) => kind)).toEqual([
    "threw",
    "threw",
    "answered",
    "threw",
    "answered",
  ]);
  expect(outcomes[1]).toMatchObject({
    problem: { message: expect.stringContaining("yields once") },
  });
  expect(result).toBeNull();
  expect(registry.records().map(({ errors }) => errors.length)).toEqual([1, 1, 0, 1, 0]);
});

test("a wrapper past its deadline is given up, told by its signal, and left", async () => {
  const gate = deferred();
  const heard: unknown[] = [];
  const { registry } = registryOf({
    A: pluginOf({
      async *ping(_payload: unknown, call: HookCall) {
        call.signal.addEventListener("abort", () => heard.push(call.signal.reason));
        try {
          await gate.promise;
          yield;
          heard.push("after");
        } finally {
          heard.push("left");
        }
      },
    }),
    B: pluginOf({ ping: () => undefined }),
  });
  await registry.load(entries.slice(0, 2));
  const { outcomes } = await registry.fireAndWait("ping", {}, { deadlineMs: 5 });
  expect(outcomes).toMatchObject([{ kind: "timed-out", plugin: "a" }, { kind: "answered" }]);
  expect(heard).toMatchObject([{ name: "TimeoutError" }]);
  gate.resolve();
  await settle();
  expect(heard.slice(1)).toEqual(["left"]);
});

test("the time of those inside is not the wrapper's", async () => {
  let now = 0;
  const clock = { now: () => now, wall: () => now };
  const { registry } = registryOf(
    {
      A: pluginOf({
        *ping() {
          now += 2;
          yield;
          now += 3;
        },
      }),
      B: pluginOf({ ping: () => void (now += 100) }),
    },
    { clock },
  );
  await registry.load(entries.slice(0, 2));
  const { outcomes, durationMs } = await registry.fireAndWait("ping", {});
  expect(outcomes).toMatchObject([{ durationMs: 5 }, { durationMs: 100 }]);
  expect(durationMs).toBe(105);
});

test("when the caller gives up, wrappers still run what stands after their yield", async () => {
  const controller = new AbortController();
  const log: string[] = [];
  const { registry } = registryOf({
    A: pluginOf({
      async *ping() {
        const { outcomes }: WrappedOutcomes = yield;
        await settle();
        log.push(outcomes.map(({ kind }) => kind).join(" "));
      },
    }),
    B: pluginOf({ ping: () => new Promise(() => undefined) }),
    C: pluginOf({ ping: () => void log.push("c") }),
  });
  await registry.load(entries);
  const fired = registry.fireAndWait("ping", {}, { signal: controller.signal });
  await settle();
  controller.abort();
  expect((await fired).outcomes).toMatchObject([
    { kind: "answered" },
    { kind: "threw", problem: { code: "plugin/cancelled" } },
    { kind: "skipped", reason: "cancelled" },
  ]);
  expect(log).toEqual(["threw skipped"]);
});

test("a caller that gives up while a wrapper begins does not wait for it", async () => {
  const controller = new AbortController();
  const { registry } = registryOf({
    A: pluginOf({
      async *ping() {
        await new Promise(() => undefined);
        yield;
      },
    }),
    B: pluginOf({ ping: () => undefined }),
  });
  await registry.load(entries.slice(0, 2));
  const fired = registry.fireAndWait("ping", {}, { signal: controller.signal });
  controller.abort();
  expect((await fired).outcomes).toMatchObject([
    { kind: "threw", problem: { code: "plugin/cancelled" } },
    { kind: "skipped", reason: "cancelled" },
  ]);
});

test("a wrapper that is the source, or switched off, is not called", async () => {
  const wrapper = pluginOf({
    *ping() {
      yield;
    },
  });
  const { registry } = registryOf({ A: wrapper, B: wrapper });
  await registry.load(entries.slice(0, 2));
  await registry.disable("b");
  const { outcomes } = await registry.fireAndWait("ping", {}, { source: "a" });
  expect(outcomes).toEqual([
    { kind: "skipped", plugin: "a", reason: "source" },
    { kind: "skipped", plugin: "b", reason: "disabled" },
  ]);
});

test("a hook fired while a wrapper is reloaded is wrapped by the new one", async () => {
  const log: string[] = [];
  const gate = deferred();
  const around = (name: string): typeof PluginBase =>
    class extends PluginBase {
      static override readonly hooks = ["ping"];
      override onDisable(): Promise<void> {
        return gate.promise;
      }
      async *ping(): HookWrapper {
        log.push(`${name} before`);
        yield;
        log.push(`${name} after`);
      }
    } as unknown as typeof PluginBase;
  const { registry, modules } = registryOf({
    A: around("old"),
    B: pluginOf({ ping: () => void log.push("b") }),
  });
  await registry.load(entries.slice(0, 2));
  modules.modules["a"] = { A: around("new") };
  const reloaded = registry.reload("a");
  await settle();
  const fired = registry.fireAndWait("ping", {});
  gate.resolve();
  await reloaded;
  expect((await fired).outcomes).toMatchObject([{ kind: "answered" }, { kind: "answered" }]);
  expect(log).toEqual(["new before", "b", "new after"]);
});

test("whatever wrappers and handlers do, everybody is called once and has an outcome", async () => {
  const kinds = constantFrom("plain", "throws", "wraps", "throws before", "throws after", "early");
  await assert(
    asyncProperty(array(kinds, { minLength: 1, maxLength: 6 }), async (sequence) => {
      const calls: number[] = [];
      const classes = sequence.map((kind, index) =>
        pluginOf({
          ping: handlerFor(kind, () => calls.push(index)),
        }),
      );
      const { registry } = registryOf(
        Object.fromEntries(classes.map((one, index) => [`P${index}`, one])),
      );
      const names = sequence.map((_, index) => ({
        name: `p${index}`,
        module: `p${index}:P${index}`,
      }));
      await registry.load(items(...names));
      const { outcomes } = await registry.fireAndWait("ping", {});
      expect(calls.toSorted((x, y) => x - y)).toEqual([...sequence.keys()]);
      for (const [index, kind] of sequence.entries()) {
        const outcome = outcomes.find(({ plugin }) => plugin === `p${index}`);
        expect(outcome?.kind).toBe(kind.startsWith("throws") ? "threw" : "answered");
      }
    }),
    { numRuns: 200 },
  );
});

function handlerFor(kind: string, call: () => void): () => unknown {
  switch (kind) {
    case "plain":
    case "throws":
      return () => {
        call();
        if (kind === "throws") throw new Error(kind);
      };
    default:
      return function* () {
        call();
        if (kind === "throws before") throw new Error(kind);
        if (kind === "early") return;
        yield;
        if (kind === "throws after") throw new Error(kind);
      };
  }
}
