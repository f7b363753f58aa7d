import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { FireObserver } from "../../../registry/kernel/index.ts";
import { PluginBase } from "../../../registry/sdk/index.ts";
import { deferred, items, pluginOf, registryOf } from "./support.ts";

/** Writes down what it hears, in order; `running` is the call whose code runs. */
class Witness implements FireObserver {
  readonly heard: string[] = [];
  running: string[] = [];

  fired(hook: string, source: string | null): ReturnType<FireObserver["fired"]> {
    const from = this.running.at(-1) ?? source ?? "outside";
    this.heard.push(`${from} fires ${hook}`);
    return {
      called: (plugin) => ({
        run: (code) => {
          this.running.push(plugin);
          try {
            return code();
          } finally {
            this.running.pop();
          }
        },
        ended: (_durationMs, problem) => {
          const end = problem === null ? "answers" : `${problem.code}: ${problem.message}`;
          this.heard.push(`${plugin} ${hook} ${end}`);
        },
      }),
      ended: () => this.heard.push(`${hook} ends`),
    };
  }
}

const two = items({ name: "a", module: "a:A" }, { name: "b", module: "b:B" });

test("an observer hears of every call of a fire that nobody waits for, and of its end when it ends", async () => {
  const gate = deferred();
  const witness = new Witness();
  const { registry } = registryOf(
    { A: pluginOf({ ping: () => gate.promise }), B: pluginOf({ ping: () => undefined }) },
    { observer: witness },
  );
  await registry.load(two);
  registry.fire("ping", {});
  expect(witness.heard).toEqual(["outside fires ping", "b ping answers", "ping ends"]);
  gate.resolve();
  await delay(0);
  expect(witness.heard.at(-1)).toBe("a ping answers");
});

test("an observer hears how awaited calls failed, without the secrets in what they threw", async () => {
  const witness = new Witness();
  const { registry } = registryOf(
    {
      A: pluginOf({ ping: () => Promise.reject(new Error("key hunter2 refused")) }),
      B: pluginOf({ ping: () => new Promise(() => undefined) }),
    },
    {
      observer: witness,
      redact: (text) => text.replaceAll("hunter2", "***"),
      deadlines: { callMs: 20 },
    },
  );
  await registry.load(two);
  const report = await registry.fireAndWait("ping", {});
  expect(report.outcomes.map(({ kind }) => kind)).toEqual(["threw", "timed-out"]);
  expect(witness.heard).toEqual([
    "outside fires ping",
    "a ping plugin/handler-threw: key *** refused",
    "b ping plugin/timed-out: ping did not answer within 20 ms",
    "ping ends",
  ]);
});

test("what a handler fires is fired by its call, and a wrapper is one call around the others", async () => {
  class Around extends PluginBase {
    static override readonly hooks = ["ping"];
    *ping(): Generator<undefined, void, unknown> {
      yield;
    }
  }
  class Emitter extends PluginBase {
    static override readonly hooks = ["ping"];
    ping(): Promise<unknown> {
      return this.emit("pong", {});
    }
  }
  const witness = new Witness();
  const { registry } = registryOf(
    { Around, Emitter, C: pluginOf({ pong: () => undefined }) },
    { observer: witness },
  );
  await registry.load(
    items(
      { name: "around", module: "around:Around" },
      { name: "emitter", module: "emitter:Emitter" },
      { name: "c", module: "c:C" },
    ),
  );
  await registry.fireAndWait("ping", {});
  expect(witness.heard).toEqual([
    "outside fires ping",
    "emitter fires pong",
    "c pong answers",
    "pong ends",
    "emitter ping answers",
    "around ping answers",
    "ping ends",
  ]);
});

test("a thenable that a handler returns is asked once, whoever observes it", async () => {
  let asked = 0;
  // oxlint-disable-next-line unicorn/no-thenable
  const lazy = { then: (resolve: (value: number) => void) => resolve(++asked) };
  const { registry } = registryOf(
    { A: pluginOf({ ping: () => lazy }) },
    { observer: new Witness() },
  );
  await registry.load(items({ name: "a", module: "a:A" }));
  await registry.fireAndWait("ping", {});
  registry.fire("ping", {});
  await delay(0);
  expect(asked).toBe(2);
  expect(registry.records()[0]?.hook_stats["ping"]).toMatchObject({ invocations: 2, failures: 0 });
});

test("what only passes for a wrapper, and answers nonsense, is a failure and keeps nobody waiting", async () => {
  const pretender = Object.assign(
    () => ({ next: () => Promise.resolve(null), return: () => null }),
    {
      [Symbol.toStringTag]: "AsyncGeneratorFunction",
    },
  );
  const witness = new Witness();
  const { registry } = registryOf(
    { A: pluginOf({ ping: pretender }), B: pluginOf({ ping: () => undefined }) },
    { observer: witness },
  );
  await registry.load(two);
  const { outcomes } = await registry.fireAndWait("ping", {});
  expect(outcomes.map(({ kind }) => kind)).toEqual(["threw", "answered"]);
  expect(witness.heard.at(-1)).toBe("ping ends");
});
