import { expect, test } from "vitest";
import type { EntryPointRecord, PluginRecord } from "../../../schemas/index.ts";
import { KEY, openProject, type Project } from "./command-line.ts";

const PACKAGE = {
  name: "acme",
  exports: { "./ticket": "./ticket.js", "./throws": "./throws.js" },
  patchbay: {
    entryPoints: {
      "agent_pm.plugins": { ticket: "./ticket:Ticket", throws: "./throws:Throws" },
    },
  },
};
const MANIFEST = "# first\n- name: old # note\n  module: ./gone.js:Gone\n";

function openInstalled(): Promise<Project> {
  return openProject({
    "plugins.yaml": MANIFEST,
    "node_modules/acme/package.json": JSON.stringify(PACKAGE),
    "node_modules/acme/ticket.js": `import { PluginBase } from "patchbay";
import { z } from "zod";
export class Ticket extends PluginBase {
  static name = "ticket";
  static description = "Makes tickets";
  static hooks = ["post_plan"];
  static requiredSecrets = ["JIRA_TOKEN"];
  static configSchema = z.object({ project: z.string() });
  post_plan() {}
}
`,
    "node_modules/acme/throws.js": `import { PluginBase } from "patchbay";
throw new Error("no luck");
export class Throws extends PluginBase { static name = "throws"; }
`,
  });
}

const environment = { PLUGINS_API_KEY: KEY };

test("discover lists what packages announce; only --load runs it", async () => {
  const { json, run } = await openInstalled();
  const { entry_points: found } = await json<{ entry_points: EntryPointRecord[] }>(["discover"]);
  expect(found).toEqual([
    {
      entry_point: "throws",
      module: "acme/throws:Throws",
      configured: false,
      distribution: "acme",
      plugin_name: "throws",
      description: "",
      hooks: [],
    },
    expect.objectContaining({ entry_point: "ticket", hooks: ["post_plan"] }),
  ]);
  const loaded = await run(["discover", "--load"]);
  expect(loaded.stderr).toContain("[warning] throws: Error: no luck");
  expect(loaded.code).toBe(0);
});

test.each([["on the manifest", false] as const, ["on a running service", true] as const])(
  "install %s writes the entry in place, and names missing secrets",
  async (_, isServed) => {
    const { run, json, serve, manifest } = await openInstalled();
    if (isServed) await serve();
    const args = ["install", "--entry-point", "ticket", "--set", "project=DEMO", "--enable"];
    const installed = await run([...args, "--json"], { environment });
    expect(installed.code).toBe(0);
    const { plugin } = JSON.parse(installed.stdout) as { plugin: PluginRecord };
    expect(plugin).toMatchObject({ name: "ticket", enabled: true, active: isServed });
    expect(installed.stderr).toContain("[hint] ticket: missing secrets -> JIRA_TOKEN");
    expect(manifest()).toBe(
      `${MANIFEST}- name: ticket\n  module: acme/ticket:Ticket\n  enabled: true\n  description: Makes tickets\n  hooks:\n    - post_plan\n  config:\n    project: DEMO\n`,
    );
    const again = await run(args, { environment });
    expect(again.code).toBe(1);
    const { entry_points: found } = await json<{ entry_points: EntryPointRecord[] }>(["discover"], {
      environment,
    });
    expect(found.find(({ entry_point }) => entry_point === "ticket")?.configured).toBe(true);
  },
);

test.each([["on the manifest", false] as const, ["on a running service", true] as const])(
  "what cannot be loaded is not installed %s",
  async (_, isServed) => {
    const { run, serve, manifest } = await openInstalled();
    if (isServed) await serve();
    const { code, stderr } = await run(["install", "--entry-point", "throws"], { environment });
    expect(code).toBe(1);
    expect(stderr).toContain("no luck");
    expect(manifest()).toBe(MANIFEST);
  },
);

test.each([
  [["--entry-point", "ticket"], "config lacks project"],
  [["--module", "x-y:Z"], "x-y:Z"],
  [["--module", "./nowhere.js:X"], "nowhere.js"],
  [["--module", "acme/ticket:Nothing"], "Nothing"],
])("install %j is refused before anything is written", async (args, message) => {
  const { run, manifest } = await openInstalled();
  const { code, stderr } = await run(["install", ...args]);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(manifest()).toBe(MANIFEST);
});

test("--dry-run shows the difference and writes nothing", async () => {
  const { run, manifest } = await openInstalled();
  const args = ["install", "--entry-point", "ticket", "--set", "project=DEMO", "--dry-run"];
  const { code, stdout } = await run(args);
  expect(code).toBe(0);
  expect(stdout).toContain("@@ -1,3 +1,11 @@\n # first\n");
  expect(stdout).toContain("+- name: ticket\n");
  expect(manifest()).toBe(MANIFEST);
});

test("--dry-run shows what a running registry would write, without anybody's secrets", async () => {
  const { run, manifest, serve, write } = await openInstalled();
  const before = `${MANIFEST}  config: { secrets: { OTHER: first-secret } }\n`;
  write("plugins.yaml", before);
  const { url } = await serve();
  const options = ["--set", "project=DEMO", "--set", "secrets.JIRA_TOKEN=second-secret"];
  const args = ["install", "--entry-point", "ticket", ...options, "--dry-run", "--url", url];
  const { code, stdout, stderr } = await run(args, { environment });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("+- name: ticket\n");
  expect(stdout).toContain("***");
  expect(stdout).not.toMatch(/(?:first|second)-secret/);
  expect(manifest()).toBe(before);
  const refused = await run([...args, "--name", "old"], {
    environment: { PLUGINS_API_KEY: KEY },
  });
  expect(refused.code).toBe(1);
});

test("uninstall takes the entry out and leaves the others as they are", async () => {
  const { run, manifest } = await openInstalled();
  await run(["install", "--entry-point", "ticket", "--set", "project=DEMO"]);
  expect((await run(["uninstall", "ticket"])).code).toBe(0);
  expect(manifest()).toBe(MANIFEST);
});

test("the first installation makes the manifest", async () => {
  const { run, manifest } = await openProject({
    "plugins/x.js": `import { PluginBase } from "patchbay";
export class X extends PluginBase { static name = "x"; }
`,
  });
  expect((await run(["install", "--module", "./plugins/x.js:X"])).code).toBe(0);
  expect(manifest()).toContain("- name: x\n  module: ./plugins/x.js:X\n  enabled: false\n");
});
