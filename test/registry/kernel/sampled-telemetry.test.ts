import { execFileSync } from "node:child_process";
import { array, assert, asyncProperty, constantFrom, record } from "fast-check";
import { expect, test } from "vitest";
import type { PluginRegistry, TelemetryMode } from "../../../registry/kernel/index.ts";
import { items, pluginOf, registryOf } from "./support.ts";

/** More than it takes until the calls are written out as code. */
const MANY = 5_000;

async function sampled(plugins: Readonly<Record<string, unknown>>): Promise<PluginRegistry> {
  const { registry } = registryOf(plugins, { telemetry: "sampled" });
  const names = Object.keys(plugins);
  await registry.load(items(...names.map((name) => ({ name, module: `${name}:${name}` }))));
  return registry;
}

function statsOf(registry: PluginRegistry, position = 0) {
  return registry.records()[position]?.hook_stats["tick"];
}

test("every call is counted, and what is not timed is said to be so", async () => {
  const registry = await sampled({ a: pluginOf({ tick: () => undefined }) });
  for (let time = 0; time < MANY; time++) registry.fire("tick", {});
  const stats = statsOf(registry);
  expect(stats).toMatchObject({ invocations: MANY, failures: 0 });
  const timed = MANY - (stats?.untimed ?? 0);
  expect(timed).toBeGreaterThan(1);
  expect(timed).toBeLessThan(MANY / 2);
  expect(registry.history("a", "tick")).toHaveLength(Math.min(timed, 100));
  const [durations] = registry.durations();
  expect(durations?.counts.reduce((sum, count) => sum + count)).toBe(timed);
});

test("what is waited for is timed, and so is the first fire of all", async () => {
  const registry = await sampled({ a: pluginOf({ tick: () => undefined }) });
  registry.fire("tick", {});
  await registry.fireAndWait("tick", {});
  await registry.emit("tick", {});
  expect(statsOf(registry)).toMatchObject({ invocations: 3 });
  expect(statsOf(registry)).not.toHaveProperty("untimed");
});

test("a fire after a pause is timed", async () => {
  const registry = await sampled({ a: pluginOf({ tick: () => undefined }) });
  registry.fire("tick", {});
  registry.fire("tick", {});
  expect(registry.history("a", "tick")).toHaveLength(1);
  const timed = (): number => {
    registry.fire("tick", {});
    return registry.history("a", "tick").length;
  };
  await expect.poll(timed).toBeGreaterThan(1);
});

test("after a failure the next fire is timed, so that one who keeps failing is in the history", async () => {
  let isBroken = false;
  const registry = await sampled({
    a: pluginOf({
      tick: () => {
        if (isBroken) throw new Error("broken");
      },
    }),
  });
  for (let time = 0; time < 10; time++) registry.fire("tick", {});
  isBroken = true;
  for (let time = 0; time < 5; time++) registry.fire("tick", {});
  expect(statsOf(registry)).toMatchObject({ invocations: 15, failures: 5 });
  expect(registry.records()[0]?.errors).toEqual(Array<string>(5).fill("tick: broken"));
  const failed = registry.history("a", "tick").filter(({ status }) => status === "error");
  expect(failed.length).toBeGreaterThanOrEqual(4);
});

test("everybody is called in order, with what an exact fire gives them, however often the hook is fired", async () => {
  const calls: unknown[] = [];
  // More than are written into one function.
  const names = Array.from({ length: 70 }, (_, index) => `p${index}`);
  const plugin = (name: string): unknown =>
    pluginOf({
      tick: (payload, call) => {
        if (!(payload as { isLooking: boolean }).isLooking) return;
        calls.push([name, call.hook, call.source, call.signal.aborted]);
        throw new Error("of no interest to the others");
      },
    });
  const registry = await sampled(Object.fromEntries(names.map((name) => [name, plugin(name)])));
  const expected = names.map((name) => [name, "tick", null, false]);
  for (const times of [1, 2, MANY]) {
    for (let time = 0; time < times; time++) registry.fire("tick", { isLooking: false });
    calls.length = 0;
    registry.fire("tick", { isLooking: true });
    expect(calls).toEqual(expected);
  }
});

test("where code may not be made from text, all the same", () => {
  const kernel = new URL("../../../registry/kernel/index.ts", import.meta.url);
  const sdk = new URL("../../../registry/sdk/index.ts", import.meta.url);
  const script = `
    const { PluginRegistry } = await import(${JSON.stringify(kernel.href)});
    const { PluginBase } = await import(${JSON.stringify(sdk.href)});
    let count = 0;
    class A extends PluginBase { static hooks = ["tick"]; tick() { count++; } }
    const load = async () => ({ kind: "loaded", exports: { A }, file: "a" });
    const registry = new PluginRegistry({ loader: { load }, telemetry: "sampled" });
    const entry = { name: "a", module: "a:A", enabled: true };
    await registry.load([{ kind: "valid", position: 0, entry }]);
    for (let time = 0; time < ${MANY}; time++) registry.fire("tick", {});
    console.log(count, registry.records()[0].hook_stats.tick.invocations);
  `;
  const flags = ["--no-warnings", "--disallow-code-generation-from-strings"];
  const said = execFileSync(process.execPath, [...flags, "--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  expect(said.trim()).toBe(`${MANY} ${MANY}`);
});

const step = record({
  how: constantFrom("returns", "throws", "rejects", "fires again", "is waited for", "reload"),
  times: constantFrom(1, 2, 15),
});

/** What is known of the plugin after the steps, but for durations. */
async function after(steps: readonly { how: string; times: number }[], telemetry: TelemetryMode) {
  let depth = 0;
  const plugin = pluginOf({
    tick: (payload) => {
      const { how } = payload as { how: string };
      if (how === "throws") throw new Error("as asked");
      if (how === "rejects") return Promise.reject(new Error("later"));
      depth++;
      if (how === "fires again" && depth < 3) registry.fire("tick", payload as { how: string });
      depth--;
      return undefined;
    },
  });
  const { registry } = registryOf({ A: plugin }, { telemetry });
  await registry.load(items({ name: "a", module: "a:A" }));
  for (let time = 0; time < MANY; time++) registry.fire("tick", { how: "returns" });
  for (const { how, times } of steps) {
    for (let time = 0; time < times; time++) {
      if (how === "reload") await registry.reload("a");
      else if (how === "is waited for") await registry.fireAndWait("tick", { how });
      else registry.fire("tick", { how });
      if (how === "rejects") await Promise.resolve();
    }
  }
  await new Promise(setImmediate);
  const [shown] = registry.records();
  const { invocations = 0, failures = 0, untimed = 0 } = shown?.hook_stats["tick"] ?? {};
  const counted = registry.durations()[0]?.counts.reduce((sum, count) => sum + count) ?? 0;
  expect(counted).toBe(invocations - untimed);
  return { invocations, failures, errors: shown?.errors };
}

test("counts, failures and errors are those of exact telemetry, whatever happens", async () => {
  await assert(
    asyncProperty(array(step, { maxLength: 8 }), async (steps) => {
      expect(await after(steps, "sampled")).toEqual(await after(steps, "exact"));
    }),
    { numRuns: 30 },
  );
});
