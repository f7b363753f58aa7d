import { expect, test } from "vitest";
import { PluginBase } from "../../../registry/sdk/index.ts";
import { items, registryOf } from "./support.ts";

/** A class whose lifecycle is written to a log under the plugin's manifest name. */
function recording(log: string[], more: Partial<PluginBase> = {}): typeof PluginBase {
  class Recording extends PluginBase {
    static override readonly hooks = ["ping"];
    override onEnable(): void {
      log.push(`${this.name}.onEnable`);
    }
    override onDisable(): void {
      log.push(`${this.name}.onDisable`);
    }
    override onReload(): void {
      log.push(`${this.name}.onReload`);
    }
    ping(): void {
      log.push(`${this.name}.ping`);
    }
  }
  Object.assign(Recording.prototype, more);
  return Recording;
}

test("bootstrap enables the enabled plugins in manifest order", async () => {
  const log: string[] = [];
  const { registry } = registryOf({ A: recording(log) });
  await registry.load(
    items(
      { name: "a", module: "a:A" },
      { name: "b", module: "a:A", enabled: false },
      { name: "c", module: "a:A" },
    ),
  );
  expect(log).toEqual(["a.onEnable", "c.onEnable"]);
  expect(registry.records().map(({ name, active }) => [name, active])).toEqual([
    ["a", true],
    ["b", false],
    ["c", true],
  ]);
});

test("a plugin whose onEnable throws stays active and has the error in its record", async () => {
  const log: string[] = [];
  const { registry } = registryOf({
    A: recording(log, {
      onEnable() {
        throw new Error("no token");
      },
    }),
  });
  await registry.load(items({ name: "a", module: "a:A" }));
  const [record] = registry.records();
  expect(record).toMatchObject({ active: true, invalid: false });
  expect(record?.errors.join()).toContain("no token");
  registry.fire("ping", {});
  expect(log).toEqual(["a.ping"]);
});

test("only the plugin whose flag was flipped is called", async () => {
  const log: string[] = [];
  const { registry } = registryOf({ A: recording(log) });
  const a = { name: "a", module: "a:A" };
  const b = { name: "b", module: "a:A", enabled: false };
  await registry.load(items(a, b));
  log.length = 0;
  const report = await registry.reconcile(items(a, { ...b, enabled: true }));
  expect(log).toEqual(["b.onReload", "b.onEnable"]);
  expect(report).toMatchObject({ enabled: ["b"], rebuilt: [], disabled: [] });
  log.length = 0;
  await registry.reconcile(items({ ...a, enabled: false }, { ...b, enabled: true }));
  expect(log).toEqual(["a.onDisable"]);
});

test("reload gives the new instance what the old one exported, and the others keep theirs", async () => {
  class Counter extends PluginBase {
    static override readonly hooks = ["count"];
    total = 0;
    count(payload: unknown): void {
      this.total++;
      (payload as Record<string, number>)[this.name] = this.total;
    }
    override exportState(): unknown {
      return this.total;
    }
    override onReload(state: unknown): void {
      this.total = Number(state);
    }
  }
  const { registry } = registryOf({ Counter });
  await registry.load(
    items({ name: "a", module: "counter:Counter" }, { name: "b", module: "counter:Counter" }),
  );
  await registry.fireAndWait("count", {});
  const report = await registry.reload("a");
  expect(report).toMatchObject({ kind: "reloaded", plugin: "a", generation: 2 });
  const { payload } = await registry.fireAndWait("count", {});
  expect(payload).toEqual({ a: 2, b: 2 });
  expect(registry.records()[0]?.hook_stats["count"]?.invocations).toBe(2);
});

test("a new generation that throws on enable gives way to the old one, which is enabled again", async () => {
  const log: string[] = [];
  const { registry, modules } = registryOf({ A: recording(log) });
  await registry.load(items({ name: "a", module: "a:A" }));
  modules.modules["a"] = {
    A: recording(log, {
      onEnable() {
        throw new Error("new code is broken");
      },
    }),
  };
  log.length = 0;
  const report = await registry.reload("a");
  expect(report).toMatchObject({
    kind: "rolled-back",
    generation: 1,
    problem: { code: "plugin/threw-on-enable" },
  });
  expect(log).toEqual(["a.onDisable", "a.onReload", "a.onDisable", "a.onEnable"]);
  registry.fire("ping", {});
  expect(log.at(-1)).toBe("a.ping");
});
