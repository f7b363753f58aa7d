import { expect, test } from "vitest";
import {
  PluginNotFoundError,
  PluginRegistrationError,
  type ContributorRegistry,
  type FactoryRegistration,
} from "../../../registry/kernel/index.ts";
import { items, registryOf } from "./support.ts";

const demo: FactoryRegistration = {
  kind: "ai_provider",
  name: " Demo_Provider ",
  version: "1.0.0",
  factory: (config) => ({ config }),
};

test("a factory is found under its normalised name, within its kind", () => {
  const { registry } = registryOf({});
  registry.registerFactory(demo);
  expect(registry.has("ai_provider", "demo-provider")).toBe(true);
  expect(registry.has("ai_provider", "DEMO_PROVIDER")).toBe(true);
  expect(registry.has("storage_backend", "demo-provider")).toBe(false);
  expect(registry.getSpec("ai_provider", "demo-provider")).toMatchObject({
    name: "demo-provider",
    version: "1.0.0",
    description: "",
  });
  expect(registry.getSpec("ai_provider", "other")).toBeNull();
});

test("a name is normalised, and nothing more is done to it", () => {
  const { registry } = registryOf({});
  for (const name of ["A B", "a__b", ""]) registry.registerFactory({ ...demo, name });
  expect(registry.listSpecs().map(({ name }) => name)).toEqual(["", "a b", "a--b"]);
});

test("a second registration names the version that is there, and force replaces it", () => {
  const { registry } = registryOf({});
  registry.registerFactory(demo);
  const again = { ...demo, version: "2.0.0" };
  expect(() => registry.registerFactory(again)).toThrow(PluginRegistrationError);
  expect(() => registry.registerFactory(again)).toThrow(/1\.0\.0/);
  registry.registerFactory({ ...again, force: true });
  expect(registry.getSpec("ai_provider", "demo-provider")?.version).toBe("2.0.0");
});

test.each([
  [{ kind: "AI_PROVIDER" }, '"AI_PROVIDER" is no kind of plugin. There are ai_provider,'],
  [{ kind: undefined }, "undefined is no kind of plugin"],
  [{ name: 5 }, "The name of a plugin of kind ai_provider is no text"],
  [{ version: 1 }, 'The version of ai_provider " Demo_Provider " is no text'],
  [{ factory: undefined }, 'The factory of ai_provider " Demo_Provider " is no function'],
])("what no types have checked is refused: %j", (mistake, says) => {
  const { registry } = registryOf({});
  const spec = { ...demo, description: "", ...mistake } as never; // As plain JavaScript would have it.
  for (const register of [() => registry.register(spec), () => registry.registerFactory(spec)]) {
    expect(register).toThrow(PluginRegistrationError);
    expect(register).toThrow(says);
  }
  expect(registry.listSpecs()).toEqual([]);
});

test("create calls the factory every time, with an empty config where there is none", async () => {
  const { registry } = registryOf({});
  registry.registerFactory(demo);
  const first = await registry.create("ai_provider", "demo_provider");
  const second = await registry.create("ai_provider", "demo-provider", { model: "m" });
  expect(first).toEqual({ config: {} });
  expect(second).toEqual({ config: { model: "m" } });
  expect(second).not.toBe(first);
});

test("what is not there cannot be created or unregistered", async () => {
  const { registry } = registryOf({});
  await expect(registry.create("ai_provider", "Nobody")).rejects.toThrow(PluginNotFoundError);
  await expect(registry.create("ai_provider", "Nobody")).rejects.toThrow(/Nobody/);
  await expect(registry.unregister("ai_provider", "nobody")).rejects.toThrow(PluginNotFoundError);
});

test("what a factory throws reaches the caller, and nothing is remembered", async () => {
  const { registry } = registryOf({});
  registry.registerFactory({
    ...demo,
    factory: () => {
      throw new TypeError("no model");
    },
  });
  await expect(registry.create("ai_provider", "demo-provider")).rejects.toThrow(TypeError);
  expect(await registry.healthCheckAll()).toEqual([]);
});

test("specs are listed by kind and then name, and can be narrowed down", () => {
  const { registry } = registryOf({});
  registry.registerFactory({ ...demo, kind: "storage_backend", name: "a" });
  registry.registerFactory({ ...demo, kind: "event_handler", name: "z" });
  registry.registerFactory({ ...demo, kind: "event_handler", name: "b" });
  const names = registry.listSpecs().map(({ kind, name }) => `${kind}/${name}`);
  expect(names).toEqual(["event_handler/b", "event_handler/z", "storage_backend/a"]);
  expect(registry.listSpecs("storage_backend")).toHaveLength(1);
  expect(registry.getEventHandlers().map(({ name }) => name)).toEqual(["b", "z"]);
});

/** A contributor of one factory. */
function registering(more: Partial<FactoryRegistration>): (target: ContributorRegistry) => void {
  return (target) => target.registerFactory({ ...demo, ...more });
}

/** An instance with all three lifecycle methods, which notes their calls. */
function living(log: string[], name: string, more: object = {}): object {
  return {
    onLoad: () => void log.push(`${name}.onLoad`),
    onUnload: () => void log.push(`${name}.onUnload`),
    healthCheck: () => ({ healthy: true, name, details: "fine" }),
    ...more,
  };
}

test("instances are loaded when they are made, and closed when their spec goes", async () => {
  const log: string[] = [];
  const { registry } = registryOf({});
  let made = 0;
  registry.registerFactory({ ...demo, factory: () => living(log, `i${++made}`) });
  const first = await registry.create("ai_provider", "demo-provider");
  await registry.create("ai_provider", "demo-provider");
  registry.registerFactory({ ...demo, force: true, factory: () => living(log, "next") });
  await registry.closed();
  expect(first).toBeDefined(); // Still in use, hence closed, too.
  expect(log.toSorted()).toEqual(["i1.onLoad", "i1.onUnload", "i2.onLoad", "i2.onUnload"]);

  await registry.create("ai_provider", "demo-provider");
  await registry.unregister("ai_provider", "demo-provider");
  expect(log.slice(-2)).toEqual(["next.onLoad", "next.onUnload"]);
  expect(await registry.healthCheckAll()).toEqual([]);
});

test("health is asked side by side; who throws or does not answer is unhealthy, who cannot be asked is left out", async () => {
  const { registry } = registryOf({}, { deadlines: { callMs: 10 } });
  const instances: Record<string, object> = {
    a: living([], "a"),
    b: living([], "b", {
      healthCheck: () => {
        throw new Error("no connection");
      },
    }),
    c: living([], "c", { healthCheck: () => new Promise(() => undefined) }),
    d: { healthCheck: () => true },
    e: { on_load: () => null, on_unload: () => null, health_check: async () => true },
  };
  for (const [name, instance] of Object.entries(instances)) {
    registry.registerFactory({ ...demo, name, factory: () => instance });
    await registry.create("ai_provider", name);
  }
  const health = await registry.healthCheckAll();
  expect(health.map(({ name, healthy }) => [name, healthy])).toEqual([
    ["a", true],
    ["b", false],
    ["c", false],
    ["e", true],
  ]);
  expect(health[0]?.details).toBe("fine");
  expect(health[1]?.details).toContain("no connection");
  expect(health[2]?.details).toContain("10 ms");
});

test("factories are tried out: what they made last is asked, or else what is made for this and closed again", async () => {
  const log: string[] = [];
  const { registry } = registryOf({}, { deadlines: { callMs: 10 } });
  const never = new Promise(() => undefined);
  const factories: Record<string, () => unknown> = {
    made: () => living(log, "made"),
    trial: () => living(log, "trial"),
    sick: () =>
      living(log, "sick", { healthCheck: () => ({ healthy: false, details: "no disk" }) }),
    keyless: () => {
      throw new Error("no key");
    },
    endless: () => never,
    plain: () => ({}),
  };
  for (const [name, factory] of Object.entries(factories)) {
    registry.registerFactory({ ...demo, name, factory });
  }
  await registry.create("ai_provider", "made");

  const health = await registry.checkFactories();

  expect(
    Object.fromEntries(health.map(({ name, state, details }) => [name, [state, details]])),
  ).toEqual({
    made: ["healthy", "fine"],
    trial: ["healthy", "fine"],
    sick: ["unhealthy", "no disk"],
    keyless: ["not-made", "no key"],
    endless: ["not-made", expect.stringContaining("10 ms")],
    plain: ["not-checked", ""],
  });
  expect(log.filter((line) => line.startsWith("made"))).toEqual(["made.onLoad"]);
  expect(log.filter((line) => line.startsWith("trial"))).toEqual([
    "trial.onLoad",
    "trial.onUnload",
  ]);
});

test("what a trial makes too late is closed when it comes", async () => {
  const { registry } = registryOf({}, { deadlines: { callMs: 10 } });
  const made = Promise.withResolvers<object>();
  const closed = Promise.withResolvers<void>();
  registry.registerFactory({ ...demo, factory: () => made.promise });

  expect(await registry.checkFactories()).toMatchObject([{ state: "not-made" }]);
  made.resolve(living([], "late", { onUnload: () => closed.resolve() }));

  await closed.promise;
});

test("what a trial makes is closed also when its onLoad throws or does not end", async () => {
  const log: string[] = [];
  const { registry } = registryOf({}, { deadlines: { callMs: 10 } });
  const onLoads: Record<string, () => unknown> = {
    throwing: () => {
      throw new Error("no bucket");
    },
    rejecting: () => Promise.reject(new Error("no network")),
    endless: () => new Promise(() => undefined),
  };
  for (const [name, onLoad] of Object.entries(onLoads)) {
    registry.registerFactory({ ...demo, name, factory: () => living(log, name, { onLoad }) });
  }

  const health = await registry.checkFactories();

  expect(health.map(({ name, state, details }) => [name, state, details])).toEqual([
    ["endless", "not-made", expect.stringContaining("10 ms")],
    ["rejecting", "not-made", "no network"],
    ["throwing", "not-made", "no bucket"],
  ]);
  expect(log.toSorted()).toEqual(["endless.onUnload", "rejecting.onUnload", "throwing.onUnload"]);
});

test("entry points are loaded each in isolation, and the failing ones leave nothing behind", async () => {
  const { registry } = registryOf({});
  class Contributor {
    registerPlugins(): void {
      throw new Error("never called");
    }
  }
  const report = await registry.loadEntryPoints([
    { name: "object", load: () => ({ registerPlugins: registering({ name: "one" }) }) },
    { name: "function", load: () => registering({ name: "two" }) },
    { name: "module", load: async () => ({ default: registering({ name: "three" }) }) },
    { name: "class", load: () => Contributor },
    { name: "string", load: () => "hello" },
    {
      name: "failing",
      load: () => {
        throw new Error("not installed");
      },
    },
    {
      name: "duplicate",
      load: () => (target: ContributorRegistry) => {
        registering({ name: "four" })(target);
        registering({ name: "one" })(target);
      },
    },
  ]);
  expect(report.loaded).toBe(3);
  expect(report.problems.map(({ entryPoint }) => entryPoint)).toEqual([
    "class",
    "string",
    "failing",
    "duplicate",
  ]);
  expect(registry.listSpecs().map(({ name }) => name)).toEqual(["one", "three", "two"]);
});

test("factories of a manifest entry come and go with it, in one step", async () => {
  const log: string[] = [];
  const { registry, modules } = registryOf({});
  const contributor = (version: string) =>
    registering({ version, factory: () => living(log, version) });
  modules.modules["ai"] = { register: contributor("1.0.0") };
  const entry = { name: "ai", module: "ai:register", kind: "ai_provider" as const };
  await registry.load(items(entry));
  await registry.create("ai_provider", "demo-provider");

  modules.modules["ai"] = { register: contributor("1.1.0") };
  await registry.reload("ai");
  expect(registry.getSpec("ai_provider", "demo-provider")?.version).toBe("1.1.0");
  await registry.closed();
  expect(log).toEqual(["1.0.0.onLoad", "1.0.0.onUnload"]);

  modules.modules["ai"] = {
    register: () => {
      throw new Error("half way");
    },
  };
  expect(await registry.reload("ai")).toMatchObject({ kind: "rolled-back" });
  expect(registry.getSpec("ai_provider", "demo-provider")?.version).toBe("1.1.0");

  await registry.reconcile(items({ ...entry, enabled: false }));
  expect(registry.listSpecs()).toEqual([]);
});
