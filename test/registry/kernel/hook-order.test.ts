import { expect, test } from "vitest";
import { PluginBase, type HookOptions } from "../../../registry/sdk/index.ts";
import { items, registryOf } from "./support.ts";

const called: string[] = [];

/** A class that handles `ping` with the given options. */
function ordered(options: Omit<HookOptions, "hook">, name = ""): typeof PluginBase {
  class Plugin extends PluginBase {
    static override readonly name = name;
    static override readonly hooks = [{ hook: "ping", ...options }];
    ping(): void {
      called.push(this.name);
    }
  }
  return Plugin as unknown as typeof PluginBase;
}

const three = items(
  { name: "a", module: "a:A" },
  { name: "b", module: "b:B" },
  { name: "c", module: "c:C" },
);

test("both ways of firing follow the wishes of the classes", async () => {
  const { registry } = registryOf({
    A: ordered({ order: "last" }),
    B: ordered({}, "bee"),
    C: ordered({ before: "bee" }),
  });
  await registry.load(three);
  called.length = 0;
  registry.fire("ping", {});
  const { outcomes, problems } = await registry.fireAndWait("ping", {});
  expect(called).toEqual(["c", "b", "a", "c", "b", "a"]);
  expect(outcomes.map(({ plugin }) => plugin)).toEqual(["c", "b", "a"]);
  expect(problems).toEqual([]);
});

test("the wishes of a plugin that is switched off move nobody", async () => {
  const { registry } = registryOf({
    A: ordered({ after: "b" }),
    B: ordered({ after: "c" }),
    C: ordered({}),
  });
  await registry.load(three);
  called.length = 0;
  await registry.disable("b");
  registry.fire("ping", {});
  await registry.enable("b");
  registry.fire("ping", {});
  expect(called).toEqual(["a", "c", "c", "b", "a"]);
});

test("the manifest's hooks decide whether a plugin is called, its class still when", async () => {
  const { registry } = registryOf({ A: ordered({}), B: ordered({ order: "first" }) });
  await registry.load(
    items({ name: "a", module: "a:A" }, { name: "b", module: "b:B", hooks: ["ping"] }),
  );
  called.length = 0;
  registry.fire("ping", {});
  expect(called).toEqual(["b", "a"]);
});

test("contradicting wishes are a problem of all who have them, before anybody fires and in the report", async () => {
  const { registry, modules } = registryOf({
    A: ordered({ after: "b" }),
    B: ordered({ after: "a" }),
    C: ordered({}),
  });
  await registry.load(three);
  const codes = (): string[][] =>
    registry.statuses().map(({ problems }) => problems.map(({ code }) => code));
  expect(codes()).toEqual([["hook/order-cycle"], ["hook/order-cycle"], []]);
  expect(registry.status("a")?.problems[0]?.message).toContain("a before b before a");
  expect(registry.statuses()[0]?.problems[0]).toBe(registry.statuses()[0]?.problems[0]);
  expect(registry.statuses().map(({ state }) => state)).toEqual(["active", "active", "active"]);

  called.length = 0;
  const { problems } = await registry.fireAndWait("ping", {});
  expect(called).toEqual(["a", "b", "c"]);
  expect(problems).toMatchObject([{ code: "hook/order-cycle" }]);

  modules.modules["b"] = { B: ordered({}) };
  await registry.reload("b");
  expect(codes()).toEqual([[], [], []]);
  expect((await registry.fireAndWait("ping", {})).problems).toEqual([]);
});

test("whatever stands in hooks, what is a name or has one is a hook", async () => {
  class A extends PluginBase {
    static override readonly hooks = [
      "ping",
      7,
      null,
      { hook: 3 },
      { hook: "pong", order: "soon", before: 5, after: [{}] },
    ] as never;
    ping(): void {
      return undefined;
    }
    pong(): void {
      return undefined;
    }
  }
  const { registry } = registryOf({ A });
  await registry.load(items({ name: "a", module: "a:A" }));
  expect(registry.records()[0]?.hooks).toEqual(["ping", "pong"]);
  expect((await registry.fireAndWait("pong", {})).outcomes).toMatchObject([{ kind: "answered" }]);
});
