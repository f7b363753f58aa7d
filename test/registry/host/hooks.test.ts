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
