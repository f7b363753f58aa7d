import { expect, test } from "vitest";
import { startHost } from "./real-host.ts";

const files = {
  "plugins/timing.ts": `import { PluginBase, type HookWrapper } from "patchbay";
export class Timing extends PluginBase {
  static override readonly hooks = [{ hook: "find_owner", order: "last" }, "post_ticket_export"] as const;
  async *find_owner(payload: { log: string[] }): HookWrapper {
    payload.log.push("before");
    const { value } = yield;
    payload.log.push("after " + typeof value);
  }
  post_ticket_export() {}
}
`,
  "plugins/owners.ts": `import { PluginBase } from "patchbay";
import { z } from "zod";
export class Owners extends PluginBase {
  static override readonly hooks = ["find_owner"];
  static override readonly hookSpecs = {
    find_owner: { payload: z.object({ log: z.array(z.string()), file: z.string() }), firstResult: true },
  };
  find_owner({ file }: { file?: string }) {
    return file === undefined ? () => "nobody" : "dana";
  }
}
`,
};
const plugins = { owners: "./plugins/owners.ts:Owners", timing: "./plugins/timing.ts:Timing" };

test("the host wraps, and answers with the first result", async () => {
  const { calls } = await startHost({ plugins, files });
  const report = await calls.fire({ hook: "find_owner", payload: { log: [], file: "a.ts" } });
  expect(report.outcomes.map(({ plugin, kind }) => [plugin, kind])).toEqual([
    ["timing", "answered"],
    ["owners", "answered"],
  ]);
  expect(report.payload).toEqual({ log: ["before", "after string"], file: "a.ts" });
  expect(report.result).toEqual({ plugin: "owners", value: "dana", problem: null });
  expect(report.problems).toEqual([]);
});

test("a payload that breaks its spec is reported and fired, and a result that cannot be sent says so", async () => {
  const { calls } = await startHost({ plugins, files });
  const report = await calls.fire({ hook: "find_owner", payload: { log: [] } });
  expect(report.problems).toMatchObject([{ code: "hook/payload-invalid" }]);
  expect(report.problems[0]?.message).toMatch(/^find_owner: file: /);
  expect(report.outcomes).toHaveLength(2);
  expect(report.result).toMatchObject({ plugin: "owners", value: null });
  expect(report.result?.problem).toContain("could not be cloned");

  const platform = await calls.fire({ hook: "post_ticket_export", payload: { kind: "pdf" } });
  expect(platform.problems.map(({ message }) => message.split(": ")[1])).toEqual([
    "kind",
    "destination",
    "rows",
    "statuses",
  ]);
});

const wrapper = (before: string, after: string): string => `import { PluginBase } from "patchbay";
export class Culprit extends PluginBase {
  static hooks = ["ping"];
  *ping(payload) { ${before}; yield; ${after}; }
}
`;

test.each([
  ["before", wrapper("for (;;);", "")],
  ["after", wrapper("", "for (;;);")],
])(
  "a wrapper that hangs %s those that it stands around is named, and they answer and keep their state",
  async (_when, source) => {
    const host = await startHost({
      plugins: {
        first: "./plugins/steady.js:Steady",
        culprit: "./plugins/wrapper.js:Culprit",
        last: "./plugins/steady.js:Steady",
      },
      files: { "plugins/wrapper.js": source },
    });
    await host.calls.fire({ hook: "ping", payload: {}, source: "culprit" });

    const report = await host.calls.fire({ hook: "ping", payload: {} });
    expect(report.outcomes).toMatchObject([
      { kind: "timed-out", plugin: "culprit", problem: { code: "plugin/hung" } },
      { kind: "answered", plugin: "first" },
      { kind: "answered", plugin: "last" },
    ]);
    expect(report.payload).toEqual({ seen: ["first 2", "last 2"] });
    expect((await host.calls.fire({ hook: "ping", payload: {} })).payload).toEqual({
      seen: ["first 3", "last 3"],
    });
  },
);
