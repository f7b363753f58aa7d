import { anything, assert, asyncProperty, dictionary, string } from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { PluginBase, type HookSpec, type WrappedOutcomes } from "../../../registry/sdk/index.ts";
import { KNOWN_HOOKS } from "../../../schemas/index.ts";
import { items, pluginOf, registryOf } from "./support.ts";

const three = items(
  { name: "a", module: "a:A" },
  { name: "b", module: "b:B" },
  { name: "c", module: "c:C" },
);

/** A class that declares hooks. */
function declaring(hookSpecs: Readonly<Record<string, HookSpec>>): typeof PluginBase {
  class Declaring extends PluginBase {
    static override readonly hookSpecs = hookSpecs;
  }
  return Declaring as unknown as typeof PluginBase;
}

test("each breach of the spec is a problem with its place, and the hook is fired all the same", async () => {
  const seen: unknown[] = [];
  const { registry } = registryOf({
    A: declaring({ created: { payload: z.object({ key: z.string(), tags: z.array(z.int()) }) } }),
    B: pluginOf({ created: (payload) => void seen.push(payload) }),
  });
  await registry.load(three.slice(0, 2));
  const payload = { key: 7, tags: [1, "two"] };
  const report = await registry.fireAndWait("created", payload, { checkPayload: true });
  expect(report.problems.map(({ code, message }) => [code, message.split(": ")[1]])).toEqual([
    ["hook/payload-invalid", "key"],
    ["hook/payload-invalid", "tags.1"],
  ]);
  expect(report.outcomes).toMatchObject([{ plugin: "b", kind: "answered" }]);
  expect(seen).toEqual([payload]);
  expect(seen[0]).toBe(payload);
});

test("two plugins that declare a hook differently are told, each with the name of both", async () => {
  const key = {
    ticket_created: { payload: z.object({ key: z.string(), tags: z.array(z.string()) }) },
  };
  const same = {
    ticket_created: { payload: z.object({ tags: z.array(z.string()), key: z.string() }) },
  };
  const { registry, modules } = registryOf({
    A: declaring(key),
    B: declaring({ ticket_created: { ...key.ticket_created, firstResult: true } }),
    C: declaring(same),
  });
  await registry.load(three);
  const problems = (): unknown[] => registry.statuses().map((status) => status.problems);
  const conflict = {
    code: "hook/spec-conflict",
    message: expect.stringContaining("a and b declare"),
  };
  expect(problems()).toMatchObject([[conflict], [conflict], []]);
  expect(problems()).toEqual(problems());

  modules.modules["b"] = { B: declaring(same) };
  await registry.reload("b");
  expect(problems()).toEqual([[], [], []]);
});

test("a plugin that contradicts the service about a hook is told, and one whose schema cannot be told is not", async () => {
  const custom = { ping: { payload: z.custom<string>((value) => value === 7) } };
  const { registry } = registryOf(
    { A: declaring({ pong: { firstResult: true } }), B: declaring(custom), C: declaring(custom) },
    { hookSpecs: { pong: { payload: z.object({}) }, ping: { payload: z.object({}) } } },
  );
  await registry.load(three);
  expect(registry.statuses().map((status) => status.problems.map(({ code }) => code))).toEqual([
    ["hook/spec-conflict"],
    [],
    [],
  ]);
});

test("nothing is checked unless somebody asks", async () => {
  let asked = 0;
  const counting = z.custom(() => {
    asked++;
    return false;
  });
  const { registry } = registryOf(
    { A: pluginOf({ ping: () => undefined }) },
    { hookSpecs: { ping: { payload: counting } } },
  );
  await registry.load(three.slice(0, 1));
  registry.fire("ping", {});
  expect((await registry.fireAndWait("ping", {})).problems).toEqual([]);
  expect(asked).toBe(0);
  expect((await registry.fireAndWait("ping", {}, { checkPayload: true })).problems).toHaveLength(1);
});

test.each(Object.entries(KNOWN_HOOKS))(
  "%s is known of the platform: its sample is right, and nothing is wrong",
  async (hook, { sample }) => {
    const { registry } = registryOf({});
    const check = { checkPayload: true };
    const right = await registry.fireAndWait(hook, { ...sample }, check);
    expect(right.problems).toEqual([]);
    const wrong = await registry.fireAndWait(hook, {}, check);
    expect(wrong.problems.map(({ code }) => code)).toContain("hook/payload-invalid");
  },
);

test("the service's word counts more than the platform's, and that more than a plugin's", async () => {
  const nothing = { payload: z.object({}) };
  const { registry } = registryOf(
    { A: declaring({ pre_plan: nothing, on_feedback: nothing }) },
    { hookSpecs: { pre_plan: nothing } },
  );
  await registry.load(three.slice(0, 1));
  const problemsOf = async (hook: string): Promise<number> =>
    (await registry.fireAndWait(hook, {}, { checkPayload: true })).problems.length;
  expect(await problemsOf("pre_plan")).toBe(0);
  expect(await problemsOf("on_feedback")).toBeGreaterThan(0);
});

test("a schema that throws, hangs or is none is a problem of the report, and nobody's end", async () => {
  const specs = {
    throws: {
      payload: z.custom(() => {
        throw new Error("my schema is broken");
      }),
    },
    hangs: { payload: z.custom().refine(() => new Promise<boolean>(() => undefined)) },
    none: { payload: "a text" as never },
  };
  const { registry } = registryOf({ A: declaring(specs) }, { deadlines: { callMs: 5 } });
  await registry.load(three.slice(0, 1));
  const messages = await Promise.all(
    Object.keys(specs).map(async (hook) => {
      const { problems } = await registry.fireAndWait(hook, {}, { checkPayload: true });
      return problems.map(({ message }) => message).join();
    }),
  );
  expect(messages[0]).toContain("my schema is broken");
  expect(messages[1]).toContain("took over 5 ms");
  expect(messages[2]).toContain("not one that Patchbay knows");
});

const firstResult = { find_owner: { firstResult: true } };

test("the first result ends the fire, and is in the report", async () => {
  const { registry } = registryOf(
    {
      A: pluginOf({ find_owner: () => undefined }),
      B: pluginOf({ find_owner: async () => null }),
      C: pluginOf({ find_owner: () => "never" }),
    },
    { hookSpecs: firstResult },
  );
  await registry.load(three);
  const report = await registry.fireAndWait("find_owner", {});
  expect(report.result).toEqual({ plugin: "b", value: null, problem: null });
  expect(report.outcomes).toMatchObject([
    { plugin: "a", kind: "answered" },
    { plugin: "b", kind: "answered" },
    { plugin: "c", kind: "skipped", reason: "decided" },
  ]);
});

test("a service that wants no report is given the result, and nothing where there is none", async () => {
  const { registry } = registryOf(
    { A: pluginOf({ find_owner: async () => "dana", ping: async () => "pong" }) },
    { hookSpecs: firstResult },
  );
  await registry.load(three.slice(0, 1));
  expect(await registry.emit("find_owner", {})).toBe("dana");
  expect(await registry.emit("ping", {})).toBeUndefined();
  expect(await registry.emit("nobody_has_it", {})).toBeUndefined();
  expect(registry.records()[0]?.hook_stats["ping"]).toMatchObject({ invocations: 1, failures: 0 });
});

test("a hook is a first-result hook from when a plugin declares it until it does not any more", async () => {
  const { registry, modules } = registryOf({
    A: declaring(firstResult),
    B: pluginOf({ find_owner: () => "b" }),
    C: pluginOf({ find_owner: () => "c" }),
  });
  await registry.load(three);
  expect((await registry.fireAndWait("find_owner", {})).result).toMatchObject({ value: "b" });
  modules.modules["a"] = { A: declaring({}) };
  await registry.reload("a");
  const report = await registry.fireAndWait("find_owner", {});
  expect(report.result).toBeNull();
  expect(report.outcomes).toMatchObject([{ kind: "answered" }, { kind: "answered" }]);
});

test("fire ends at the first result as well", async () => {
  const called: string[] = [];
  const { registry } = registryOf(
    {
      A: pluginOf({ find_owner: async () => void called.push("a") }),
      B: pluginOf({ find_owner: () => called.push("b") }),
      C: pluginOf({ find_owner: () => called.push("c") }),
    },
    { hookSpecs: firstResult },
  );
  await registry.load(three);
  registry.fire("find_owner", {});
  await new Promise((resolve) => setImmediate(resolve));
  expect(called).toEqual(["a", "b"]);
});

test("a plugin that emits a first-result hook is given the result", async () => {
  const answers: unknown[] = [];
  class A extends PluginBase {
    static override readonly hooks = ["ask"];
    static override readonly hookSpecs = firstResult;
    async ask(): Promise<void> {
      answers.push(await this.emit("find_owner", {}), await this.emit("nobody_has_it", {}));
    }
  }
  const { registry } = registryOf({ A, B: pluginOf({ find_owner: async () => "dana" }) });
  await registry.load(three.slice(0, 2));
  await registry.fireAndWait("ask", {});
  expect(answers).toEqual(["dana", undefined]);
});

test("a wrapper of a first-result hook sees the result, may replace it, and may have it at once", async () => {
  const told: unknown[] = [];
  let known: string | undefined;
  const { registry } = registryOf(
    {
      A: pluginOf({
        *find_owner() {
          if (known !== undefined) return known;
          const { value }: WrappedOutcomes = yield;
          told.push(value);
          return `${value as string}!`;
        },
      }),
      B: pluginOf({ find_owner: () => "dana" }),
    },
    { hookSpecs: firstResult },
  );
  await registry.load(three.slice(0, 2));
  const replaced = await registry.fireAndWait("find_owner", {});
  expect(told).toEqual(["dana"]);
  expect(replaced.result).toMatchObject({ plugin: "a", value: "dana!" });
  known = "sam";
  const cached = await registry.fireAndWait("find_owner", {});
  expect(cached.result).toMatchObject({ plugin: "a", value: "sam" });
  expect(cached.outcomes[1]).toMatchObject({ plugin: "b", kind: "skipped", reason: "decided" });
});

test("whatever an author declares, firing works", async () => {
  await assert(
    asyncProperty(dictionary(string(), anything()), anything(), async (specs, hooks) => {
      class A extends PluginBase {
        static override readonly hookSpecs = { ...specs, ping: specs["ping"] } as never;
        static override readonly hooks = [hooks, "ping"] as never;
        ping(): string {
          return "pong";
        }
      }
      const { registry } = registryOf({ A });
      await registry.load(items({ name: "a", module: "a:A" }));
      const { outcomes } = await registry.fireAndWait("ping", {}, { checkPayload: true });
      expect(outcomes).toMatchObject([{ plugin: "a", kind: "answered" }]);
    }),
    { numRuns: 200 },
  );
});
