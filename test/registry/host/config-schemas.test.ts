import { expect, test } from "vitest";
import { startHost } from "./real-host.ts";

const source = (setting: string): string => `import { PluginBase } from "patchbay";
import { z } from "zod";
const fields = () => ({ ${setting}: z.string() });
export class Described extends PluginBase {
  static override readonly configSchema = z.object(fields());
}
`;

test("what the running classes say about their settings is told, and anew after a reload", async () => {
  const module = "./plugins/one.ts:Described";
  const host = await startHost({
    plugins: `- {name: one, module: "${module}", config: {key: a, other: b}}\n`,
    files: { "plugins/one.ts": source("key") },
  });
  expect(await host.calls.configSchemas()).toMatchObject({
    [module]: { properties: { key: { type: "string" } }, required: ["key"] },
  });
  const file = host.write("plugins/one.ts", source("other"));
  await host.calls.sourceSaved(file, source("other"));
  expect(await host.calls.configSchemas()).toMatchObject({
    [module]: { required: ["other"] },
  });
});

test("while a plugin holds the thread, nobody says that there are no schemas", async () => {
  const busy = source("key").replace(
    /}\n$/,
    `  static override readonly hooks = ["hold"];
  hold({ until }: { until: string }) { while (!existsSync(until)); }
}
`,
  );
  const host = await startHost({
    plugins: `- {name: one, module: "./plugins/one.ts:Described", config: {key: a}}\n`,
    files: { "plugins/one.ts": `import { existsSync } from "node:fs";\n${busy}` },
    options: { callDeadlineMs: 100_000 },
  });
  const held = host.calls.fire({ hook: "hold", payload: { until: host.path("asked") } });
  expect(await host.calls.configSchemas()).toBeNull();
  host.write("asked", "");
  await held;
  expect(await host.calls.configSchemas()).toMatchObject({ "./plugins/one.ts:Described": {} });
});
