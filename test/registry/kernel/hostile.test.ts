// Thenables are the subject here.
/* oxlint-disable unicorn/no-thenable */
import { expect, test } from "vitest";
import { PluginRegistry } from "../../../registry/kernel/index.ts";
import { PluginBase } from "../../../registry/sdk/index.ts";
import { items, pluginOf, registryOf } from "./support.ts";

/** Things that plugins throw, and that must not break whoever words them. */
const THROWN: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  "a string": () => "plain words",
  "a number": () => 7,
  "a symbol": () => Symbol("s"),
  "a bigint": () => 7n,
  "a function": () => () => undefined,
  "an object without a prototype": () => Object.create(null) as object,
  "an object that cannot be text": () => ({
    toString() {
      throw new Error("not me");
    },
    toJSON() {
      throw new Error("nor me");
    },
  }),
  "an error whose message throws": () =>
    Object.defineProperty(new Error("x"), "message", {
      get() {
        throw new Error("gotcha");
      },
    }),
  "an error whose message is no text": () =>
    Object.defineProperty(new Error("x"), "message", { value: { deep: 1 } }),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  "a cyclic object": () => {
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    return cyclic;
  },
  "an endless message": () => new Error("x".repeat(1_000_000)),
};

test.each(Object.entries(THROWN))("a handler may throw %s", async (_, make) => {
  const { registry } = registryOf({
    A: pluginOf({
      ping: () => {
        throw make();
      },
    }),
    B: pluginOf({ ping: () => Promise.reject(make()) }),
    C: pluginOf({ ping: (payload) => void ((payload as { c?: boolean }).c = true) }),
  });
  await registry.load(
    items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }, { name: "c", module: "c:C" }),
  );
  registry.fire("ping", {});
  const report = await registry.fireAndWait("ping", {});
  expect(report.outcomes).toMatchObject([
    { kind: "threw" },
    { kind: "threw" },
    { kind: "answered" },
  ]);
  expect(report.payload).toEqual({ c: true });
  const [a] = registry.records();
  expect(a?.hook_stats["ping"]).toMatchObject({ invocations: 2, failures: 2 });
  expect(a?.errors.every((text) => text.length < 3_000)).toBe(true);
});

const RETURNED: Readonly<Record<string, { make: () => unknown; kind: "answered" | "threw" }>> = {
  "a thenable": {
    make: () => ({ then: (done: (value: unknown) => void) => done(1) }),
    kind: "answered",
  },
  "a thenable that calls back twice and throws": {
    make: () => ({
      then: (done: (value: unknown) => void, failed: (error: unknown) => void) => {
        done(1);
        failed(new Error("too late"));
        throw new Error("later still");
      },
    }),
    kind: "answered",
  },
  "an object whose then throws": {
    make: () => ({
      get then() {
        throw new Error("no then for you");
      },
    }),
    kind: "threw",
  },
  "a promise with a then of its own": {
    make: () => Object.assign(Promise.resolve(), { then: () => undefined }),
    kind: "answered",
  },
  "a promise whose constructor throws": {
    make: () =>
      Object.defineProperty(Promise.resolve(), "constructor", {
        get() {
          throw new Error("no constructor for you");
        },
      }),
    kind: "threw",
  },
  "a proxy of a promise": {
    make: () => new Proxy(Promise.resolve(), {}),
    kind: "threw",
  },
  "a proxy that refuses everything": {
    make: () =>
      new Proxy(
        {},
        {
          get() {
            throw new Error("no");
          },
          getPrototypeOf() {
            throw new Error("no");
          },
        },
      ),
    kind: "threw",
  },
  "a frozen object": { make: () => Object.freeze({ x: 1 }), kind: "answered" },
};

test.each(Object.entries(RETURNED))("a handler may return %s", async (_, { make, kind }) => {
  const { registry } = registryOf({ A: pluginOf({ ping: () => make() }) });
  await registry.load(items({ name: "a", module: "a:A" }));
  const { outcomes } = await registry.fireAndWait("ping", {});
  expect(outcomes).toMatchObject([{ kind }]);
  registry.fire("ping", {});
  await new Promise((resolve) => setImmediate(resolve));
  expect(registry.records()[0]?.hook_stats["ping"]).toMatchObject({
    invocations: 2,
    failures: kind === "threw" ? 2 : 0,
  });
});

test("a payload that a handler froze is an error of the handlers that write to it", async () => {
  const { registry } = registryOf({
    A: pluginOf({ ping: (payload) => void Object.freeze(payload) }),
    B: pluginOf({ ping: (payload) => void ((payload as { b?: number }).b = 1) }),
  });
  await registry.load(items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" }));
  const { outcomes } = await registry.fireAndWait("ping", {});
  expect(outcomes).toMatchObject([{ kind: "answered" }, { kind: "threw" }]);
});

test("statics and exports whose getters throw are problems of their plugin alone", async () => {
  class Statics extends PluginBase {
    static override get hooks(): readonly string[] {
      throw new Error("no hooks for you");
    }
  }
  class Odd extends PluginBase {
    // What a plain JavaScript author may come to write.
    static override readonly hooks = "ping" as unknown as readonly string[];
    static override readonly requiredSecrets = [7, null] as unknown as readonly string[];
  }
  const exports = {
    get Getter(): unknown {
      throw new Error("no export for you");
    },
  };
  const { registry, modules } = registryOf({
    Statics,
    Odd,
    Ok: pluginOf({ ping: () => undefined }),
  });
  modules.modules["getter"] = exports;
  await registry.load(
    items(
      { name: "statics", module: "statics:Statics" },
      { name: "odd", module: "odd:Odd" },
      { name: "getter", module: "getter:Getter" },
      { name: "ok", module: "ok:Ok" },
    ),
  );
  expect(registry.statuses().map(({ state }) => state)).toEqual([
    "failed",
    "active",
    "failed",
    "active",
  ]);
});

test("a handler that is a getter which throws fails at every call", async () => {
  class A extends PluginBase {
    static override readonly hooks = ["ping"];
    get ping(): unknown {
      throw new Error("no handler for you");
    }
  }
  const { registry } = registryOf({ A });
  await registry.load(items({ name: "a", module: "a:A" }));
  registry.fire("ping", {});
  expect(registry.records()[0]?.errors).toEqual(["ping: no handler for you"]);
});

test("a lifecycle method that never ends is given up at its deadline", async () => {
  class Stuck extends PluginBase {
    override onEnable(): Promise<void> {
      return new Promise(() => undefined);
    }
  }
  const { registry } = registryOf({ Stuck }, { deadlines: { callMs: 5 } });
  await registry.load(items({ name: "a", module: "stuck:Stuck" }));
  expect(registry.statuses()[0]?.problems).toMatchObject([{ code: "plugin/timed-out" }]);
});

test("a quarantined plugin is not called, not even to disable it, until it is reloaded", async () => {
  const called: string[] = [];
  class A extends PluginBase {
    static override readonly hooks = ["ping"];
    override onDisable(): void {
      called.push("disable");
    }
    ping(): void {
      called.push("ping");
    }
  }
  const { registry } = registryOf({ A });
  await registry.load(items({ name: "a", module: "a:A" }));
  const problem = {
    code: "plugin/hung",
    message: "ping held the thread for 5000 ms",
    at: new Date().toISOString(),
    location: null,
    stack: null,
  };
  expect(registry.quarantine("a", problem)).toBe(true);
  const { outcomes } = await registry.fireAndWait("ping", {});
  expect(outcomes).toMatchObject([{ kind: "skipped", reason: "quarantined" }]);
  expect(registry.statuses()[0]).toMatchObject({
    state: "quarantined",
    problems: [{ code: "plugin/hung" }],
  });
  expect(called).toEqual([]);

  expect(await registry.reload("a")).toMatchObject({ kind: "reloaded" });
  registry.fire("ping", {});
  expect(called).toEqual(["ping"]);
});

test("a plugin that is quarantined from the start is not even loaded", async () => {
  const { registry, modules } = registryOf({ A: pluginOf({ ping: () => undefined }) });
  const at = new Date().toISOString();
  const problem = { code: "plugin/hung", message: "on import", at, location: null, stack: null };
  await registry.load(
    items({ name: "a", module: "a:A" }),
    new Map([["a", { problem, said: null }]]),
  );
  expect(modules.loads).toEqual([]);
  expect(registry.statuses()[0]?.state).toBe("quarantined");
});

test("a plugin that is quarantined from the start is known by what it said elsewhere, until it is loaded", async () => {
  const { registry } = registryOf({ A: pluginOf({ pong: () => undefined }) });
  const at = new Date().toISOString();
  const problem = { code: "plugin/hung", message: "for long", at, location: null, stack: null };
  const said = { description: "Pings", hooks: ["ping"], requiredSecrets: ["TOKEN"] };
  await registry.load(items({ name: "a", module: "a:A" }), new Map([["a", { problem, said }]]));
  const quarantined = { kind: "skipped", plugin: "a", reason: "quarantined" };
  expect((await registry.fireAndWait("ping", {})).outcomes).toEqual([quarantined]);
  expect(registry.records()[0]).toMatchObject({
    description: "Pings",
    hooks: ["ping"],
    secrets: { required: ["TOKEN"] },
  });
  await registry.reload("a");
  expect((await registry.fireAndWait("ping", {})).outcomes).toEqual([]);
  expect(registry.records()[0]?.hooks).toEqual(["pong"]);
});

test("a loader that rejects is the problem of the plugin it was asked for", async () => {
  const Ok = pluginOf({ ping: () => undefined });
  const registry = new PluginRegistry({
    loader: {
      load: async (reference) => {
        if (reference.startsWith("bad")) throw new SyntaxError("Unexpected end of input");
        return { kind: "loaded", exports: { Ok }, file: "ok.js" };
      },
    },
  });
  await registry.load(items({ name: "bad", module: "bad:Ok" }, { name: "ok", module: "ok:Ok" }));
  expect(registry.statuses()).toMatchObject([
    { state: "failed", problems: [{ code: "plugin/threw-on-import" }] },
    { state: "active" },
  ]);
});
