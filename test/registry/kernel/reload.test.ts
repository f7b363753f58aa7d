import { array, assert, asyncProperty, constantFrom } from "fast-check";
import { expect, test } from "vitest";
import { PluginBase } from "../../../registry/sdk/index.ts";
import { deferred, items, pluginOf, registryOf } from "./support.ts";

test("reloads asked for at once are carried out one after the other, and the last one wins", async () => {
  const order: string[] = [];
  const gate = deferred();
  const generation = (name: string, ready?: Promise<void>): unknown => {
    class Plugin extends PluginBase {
      static override readonly hooks = ["ping"];
      override async onEnable(): Promise<void> {
        order.push(`${name} enabling`);
        await ready;
        order.push(`${name} enabled`);
      }
      ping(payload: { by?: string }): void {
        payload.by = name;
      }
    }
    return Plugin;
  };
  const { registry, modules } = registryOf({ A: generation("first") });
  await registry.load(items({ name: "a", module: "a:A" }));
  order.length = 0;

  modules.modules["a"] = { A: generation("second", gate.promise) };
  const second = registry.reload("a");
  await new Promise((resolve) => setImmediate(resolve));
  modules.modules["a"] = { A: generation("third") };
  const third = registry.reload("a");
  gate.resolve();

  expect(await second).toMatchObject({ kind: "reloaded", generation: 2 });
  expect(await third).toMatchObject({ kind: "reloaded", generation: 3 });
  expect(order).toEqual(["second enabling", "second enabled", "third enabling", "third enabled"]);
  expect((await registry.fireAndWait("ping", {})).payload).toEqual({ by: "third" });
});

test("what the old instance throws on its way out does not keep the new one from taking over", async () => {
  class Broken extends PluginBase {
    override exportState(): unknown {
      throw new Error("no state");
    }
    override onDisable(): void {
      throw new Error("no way out");
    }
  }
  const { registry, modules } = registryOf({ A: Broken });
  await registry.load(items({ name: "a", module: "a:A" }));
  modules.modules["a"] = { A: pluginOf({ ping: () => undefined }) };
  expect(await registry.reload("a")).toMatchObject({ kind: "reloaded", generation: 2 });
  expect(registry.records()[0]?.errors).toEqual([
    "exportState threw: no state",
    "onDisable threw: no way out",
  ]);
});

test("a plugin that keeps failing to reload shows its last failure only", async () => {
  const { registry, modules } = registryOf({ A: generationOf(0, "good") });
  await registry.load(items({ name: "a", module: "a:A", enabled: false }));
  class Refusing extends PluginBase {
    override onReload(): void {
      throw new Error("not like this");
    }
  }
  modules.modules["a"] = { A: Refusing };
  for (let times = 0; times < 3; times++) await registry.reload("a");
  expect(registry.statuses()[0]?.problems).toMatchObject([{ code: "plugin/threw-on-reload" }]);
});

test("a global reload makes no instance of code that did not change", async () => {
  let made = 0;
  class A extends PluginBase {
    constructor(context: ConstructorParameters<typeof PluginBase>[0]) {
      super(context);
      made++;
    }
  }
  const { registry, modules } = registryOf({ A });
  const manifest = items({ name: "a", module: "a:A" });
  await registry.load(manifest);
  await registry.refresh(manifest);
  expect(made).toBe(1);
  modules.modules["a"] = { A: generationOf(1, "good") };
  await registry.refresh(manifest);
  expect(registry.statuses()[0]?.generation).toBe(2);
  expect((await registry.fireAndWait("ping", {})).payload).toEqual({ by: 1 });
});

test("a plugin that failed to load is mended by a reload", async () => {
  const { registry, modules } = registryOf({});
  await registry.load(items({ name: "a", module: "a:A" }));
  expect(registry.statuses()[0]).toMatchObject({ state: "failed", generation: 0 });
  expect(await registry.reload("a")).toMatchObject({ kind: "rolled-back", generation: 0 });

  modules.modules["a"] = { A: pluginOf({ ping: () => undefined }) };
  expect(await registry.reload("a")).toMatchObject({ kind: "reloaded", generation: 1 });
  expect(registry.statuses()[0]).toMatchObject({ state: "active", problems: [] });
  expect(modules.loads.map(({ fresh }) => fresh)).toEqual([false, true, true]);
});

test("a disabled plugin is reloaded without being enabled, and an unknown one is not found", async () => {
  const enabled: string[] = [];
  class A extends PluginBase {
    override onEnable(): void {
      enabled.push(this.name);
    }
  }
  const { registry } = registryOf({ A });
  await registry.load(items({ name: "a", module: "a:A", enabled: false }));
  expect(await registry.reload("a")).toMatchObject({ kind: "reloaded", generation: 2 });
  expect(await registry.reload("b")).toEqual({ kind: "not-found", plugin: "b" });
  expect(enabled).toEqual([]);
  expect(await registry.enable("a")).toEqual({ kind: "changed" });
  expect(await registry.enable("a")).toEqual({ kind: "unchanged" });
  expect(await registry.disable("nobody")).toEqual({ kind: "not-found" });
  expect(enabled).toEqual(["a"]);
});

test("a plugin that was disabled at run time stays so until its own flag is written differently", async () => {
  const { registry } = registryOf({ A: pluginOf({ ping: () => undefined }) });
  const a = { name: "a", module: "a:A" };
  await registry.load(items(a));
  await registry.disable("a");
  await registry.reconcile(items(a, { name: "b", module: "a:A" }));
  await registry.reconcile(items({ ...a, config: { x: 1 } }, { name: "b", module: "a:A" }));
  expect(registry.records().map(({ enabled }) => enabled)).toEqual([false, true]);
  await registry.reconcile(items({ ...a, enabled: false, config: { x: 1 } }));
  await registry.reconcile(items({ ...a, config: { x: 1 } }));
  expect(registry.records()[0]).toMatchObject({ enabled: true, active: true });
});

test("an entry that breaks the schema for a while keeps its telemetry", async () => {
  const { registry } = registryOf({ A: pluginOf({ ping: () => undefined }) });
  const [a] = items({ name: "a", module: "a:A" });
  if (a === undefined) throw new Error("There is one item");
  await registry.load([a]);
  registry.fire("ping", {});
  const problems = [
    { code: "manifest/wrong-type", message: "broken", at: "", location: null, stack: null },
  ];
  await registry.reconcile([{ kind: "invalid", position: 0, name: "a", raw: {}, problems }]);
  expect(registry.records()[0]).toMatchObject({ invalid: true, active: false, errors: ["broken"] });
  await registry.reconcile([a]);
  expect(registry.records()[0]).toMatchObject({
    active: true,
    errors: [],
    hook_stats: { ping: { invocations: 1 } },
  });
});

test("the registry says when something changed, and closes its plugins in reverse order", async () => {
  const disabled: string[] = [];
  class A extends PluginBase {
    override onDisable(): void {
      disabled.push(this.name);
    }
  }
  const { registry } = registryOf({ A });
  let changes = 0;
  const stop = registry.onDidChange(() => changes++);
  await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "a:A" }));
  expect(changes).toBeGreaterThan(0);
  stop();
  const before = changes;
  await registry.close();
  expect(changes).toBe(before);
  expect(disabled).toEqual(["b", "a"]);
  expect(registry.records()).toEqual([]);
});

/** What an edit of the plugin's source may be. */
const EDITS = [
  "good",
  "syntax",
  "constructor",
  "enable",
  "slow enable",
  "slow failing enable",
] as const;

test("whatever is edited, every fire is answered by the newest code that works", async () => {
  await assert(
    asyncProperty(array(constantFrom(...EDITS), { maxLength: 12 }), async (edits) => {
      const { registry, modules } = registryOf({ A: generationOf(0, "good") });
      await registry.load(items({ name: "a", module: "a:A" }));
      let working = 0;
      for (const [index, edit] of edits.entries()) {
        if (edit === "syntax") delete modules.modules["a"];
        else modules.modules["a"] = { A: generationOf(index + 1, edit) };
        const reloading = registry.reload("a");
        const during = await registry.fireAndWait("ping", {});
        const report = await reloading;
        const works = edit === "good" || edit === "slow enable";
        expect(report.kind).toBe(works ? "reloaded" : "rolled-back");
        const previous = working;
        if (works) working = index + 1;
        expect([previous, working]).toContain(during.payload?.["by"]);
        expect((await registry.fireAndWait("ping", {})).payload).toEqual({ by: working });
        expect(registry.statuses()[0]?.problems.length === 0).toBe(works);
      }
      const stats = registry.records()[0]?.hook_stats["ping"];
      expect(stats?.failures ?? 0).toBe(0);
      expect(stats?.invocations ?? 0).toBe(edits.length * 2);
    }),
    { numRuns: 60 },
  );
});

function generationOf(generation: number, edit: (typeof EDITS)[number]): unknown {
  class Plugin extends PluginBase {
    static override readonly hooks = ["ping"];
    constructor(context: ConstructorParameters<typeof PluginBase>[0]) {
      super(context);
      if (edit === "constructor") throw new Error(edit);
    }
    override onEnable(): void | Promise<void> {
      if (edit === "enable") throw new Error(edit);
      if (edit === "slow enable") return Promise.resolve();
      if (edit === "slow failing enable") return Promise.reject(new Error(edit));
      return undefined;
    }
    ping(payload: { by?: number }): void {
      payload.by = generation;
    }
  }
  return Plugin;
}
