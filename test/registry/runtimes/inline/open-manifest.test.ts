import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import type { Problem, ReloadReport } from "../../../../schemas/index.ts";
import {
  openManifest,
  PluginBase,
  PluginRegistry,
  Router,
  type OpenManifestOptions,
  type PluginPlatform,
} from "../../../../registry/index.ts";
import { pluginFolder, Told, type PluginFolder } from "./plugin-folder.ts";

interface Opened extends PluginFolder {
  readonly platform: PluginPlatform;
  readonly told: Told<readonly ReloadReport[]>;
  /** What the plugins make of a list. */
  readonly fired: () => Promise<unknown>;
}

async function open(
  files: Readonly<Record<string, string>>,
  options: OpenManifestOptions = {},
): Promise<Opened> {
  const folder = pluginFolder(files);
  const told = new Told<readonly ReloadReport[]>();
  const platform = await openManifest(folder.at("config/plugins.yaml"), {
    workspaceFolder: folder.folder,
    onReload: told.add,
    ...options,
  });
  onTestFinished(() => platform.close());
  const fired = async (): Promise<unknown> =>
    (await platform.registry.fireAndWait("ask", { said: [] })).payload;
  return { ...folder, platform, told, fired };
}

function plugin(says: string, more = ""): string {
  return `
    import { PluginBase } from "patchbay";
    export class Demo extends PluginBase {
      static override readonly hooks = ["ask"];
      ask({ said }: { said: unknown[] }) { said.push(${says}); }
      ${more}
    }`;
}

const MANIFEST = "- { name: demo, module: ./demo.ts:Demo, hooks: [ask] }\n";

test("a service may have some calls of its busy hooks timed, and all of them counted", async () => {
  const { platform } = await open(
    { "config/plugins.yaml": MANIFEST, "config/demo.ts": plugin("1") },
    { telemetry: "sampled" },
  );
  for (let time = 0; time < 3; time++) platform.registry.fire("ask", { said: [] });
  const [demo] = platform.registry.records();
  expect(demo?.hook_stats["ask"]).toMatchObject({ invocations: 3, untimed: 2 });
});

test("the plugins of a manifest run in this process", async () => {
  const { fired, platform } = await open({
    "config/plugins.yaml": MANIFEST,
    "config/demo.ts": plugin(`"hello"`),
  });
  expect(platform.problems).toEqual([]);
  expect(await fired()).toEqual({ said: ["hello"] });
});

test("what a plugin imports from patchbay is the service's own", async () => {
  const { platform } = await open({
    "config/plugins.yaml": MANIFEST,
    "config/demo.ts": plugin(
      `globalThis.seen = { PluginBase, ...patchbay, isBase: this instanceof PluginBase }`,
    ).replace("import {", 'import * as patchbay from "patchbay";\nimport {'),
  });
  await platform.registry.fireAndWait("ask", { said: [] });
  const { seen } = globalThis as { seen?: unknown };
  expect(seen).toMatchObject({ PluginBase, Router, PluginRegistry, isBase: true });
});

test("a saved source is live, and a broken one leaves the old one answering", async () => {
  const { write, fired, told, platform, at } = await open(
    { "config/plugins.yaml": MANIFEST, "config/demo.ts": plugin("1") },
    { watch: true },
  );
  const reloaded = told.next();
  write({ "config/demo.ts": plugin("2") });
  expect(await reloaded).toMatchObject([{ kind: "reloaded", plugin: "demo", generation: 2 }]);
  expect(await fired()).toEqual({ said: [2] });

  const broken = told.next();
  write({ "config/demo.ts": plugin("3", "onEnable() { throw new Error('no'); }") });
  expect(await broken).toMatchObject([
    { kind: "rolled-back", problem: { location: { file: at("config/demo.ts"), line: 5 } } },
  ]);
  expect(await fired()).toEqual({ said: [2] });
  expect(platform.registry.statuses()).toMatchObject([{ state: "active", generation: 2 }]);
});

test("a source that changed while it was loaded, before anything watched it, is loaded again", async () => {
  const changing = `
    import { writeFileSync } from "node:fs";
    import { fileURLToPath } from "node:url";
    import { text } from "../lib/text.ts";
    if (text === "old") {
      writeFileSync(fileURLToPath(new URL("../lib/text.ts", import.meta.url)), 'export const text = "new";');
    }`;
  const { platform, fired, told } = await open(
    {
      "config/plugins.yaml": MANIFEST,
      "config/demo.ts": changing + plugin("text"),
      "lib/text.ts": 'export const text = "old";',
    },
    { watch: true },
  );

  await told.take(1);

  expect(await fired()).toEqual({ said: ["new"] });
  expect(platform.registry.statuses()).toMatchObject([{ state: "active", generation: 2 }]);
});

test("a change of the manifest is followed", async () => {
  const { write, platform } = await open(
    { "config/plugins.yaml": MANIFEST, "config/demo.ts": plugin("1") },
    { watch: true },
  );
  const disabled = new Promise<void>((resolve) => {
    const stop = platform.registry.onDidChange(() => {
      if (platform.registry.status("demo")?.state === "disabled") resolve(stop());
    });
  });
  write({ "config/plugins.yaml": MANIFEST.replace("}", ", enabled: false }") });
  await disabled;
  expect(platform.registry.status("demo")?.state).toBe("disabled");
});

test("a manifest that breaks is told of, and so is one that is mended or deleted", async () => {
  const problems = new Told<readonly Problem[]>();
  const { replace, remove, fired, told } = await open(
    { "config/plugins.yaml": MANIFEST, "config/demo.ts": plugin("1") },
    { watch: true, onProblems: problems.add },
  );
  const save = (text: string): void => replace("config/plugins.yaml", text);

  save(`${MANIFEST}- {`);
  expect(await problems.take(1)).toMatchObject([[{ code: "manifest/syntax" }]]);
  expect(await fired()).toEqual({ said: [1] });

  save(MANIFEST);
  await expect.poll(() => problems.items.at(-1)).toEqual([]);

  remove("config/plugins.yaml");
  await expect.poll(() => problems.items.at(-1)).toMatchObject([{ code: "manifest/missing" }]);
  expect(await fired()).toEqual({ said: [] });
  expect(told.items).toEqual([]);
});

test("a service is told of no problem that it knows from opening", async () => {
  const problems = new Told<readonly Problem[]>();
  const { replace, platform } = await open(
    { "config/plugins.yaml": "- {", "config/demo.ts": plugin("1") },
    { watch: true, onProblems: problems.add },
  );
  expect(platform.problems).toMatchObject([{ code: "manifest/syntax" }]);
  replace("config/plugins.yaml", MANIFEST);
  expect(await problems.next()).toEqual([]);
  expect(problems.items).toHaveLength(1);
});

test("without watching, code is read anew when it is asked for", async () => {
  const { write, fired, platform } = await open({
    "config/plugins.yaml": MANIFEST,
    "config/demo.ts": plugin("1"),
  });
  write({ "config/demo.ts": plugin("2") });
  expect(await fired()).toEqual({ said: [1] });
  expect(await platform.reload()).toMatchObject([{ kind: "reloaded", plugin: "demo" }]);
  expect(await fired()).toEqual({ said: [2] });
  expect(await platform.reload("nobody")).toEqual([{ kind: "not-found", plugin: "nobody" }]);
});

test("secrets come from the service and from .env, and are in no problem", async () => {
  const { fired, platform } = await open(
    {
      "config/plugins.yaml": MANIFEST,
      "config/demo.ts": plugin(
        `this.getSecret("TOKEN"), this.getSecret("FROM_FILE")`,
        `onEnable() { throw new Error(String(this.getSecret("TOKEN"))); }`,
      ),
      ".env": "FROM_FILE=from-the-file\n",
    },
    { secrets: { TOKEN: "from-the-service" } },
  );
  expect(await fired()).toEqual({ said: ["from-the-service", "from-the-file"] });
  expect(JSON.stringify(platform.registry.statuses())).not.toContain("from-the-service");
});

test("whatever the manifest is like, opening it does not reject", async () => {
  const { platform } = await open({});
  expect(platform.problems).toMatchObject([{ code: "manifest/missing" }]);
  const broken = await open({ "config/plugins.yaml": "- {" });
  expect(broken.platform.problems).toMatchObject([{ code: "manifest/syntax" }]);
  const folder = await open({ "config/plugins.yaml/a": "" });
  expect(folder.platform.problems).toMatchObject([{ code: "manifest/unreadable" }]);
});

test("closing disables everything, last enabled first", async () => {
  const log: unknown[] = [];
  Object.assign(globalThis, { patchbayTestLog: log });
  const source = plugin("1", "onDisable() { patchbayTestLog.push(this.name); }");
  const { platform } = await open({
    "config/plugins.yaml": `${MANIFEST}${MANIFEST.replace("name: demo", "name: second")}`,
    "config/demo.ts": source,
  });
  await platform.close();
  await platform.close();
  expect(log).toEqual(["second", "demo"]);
});

test("what packages announce in a group is loaded beside the manifest's plugins, when it is asked for", async () => {
  const files = {
    "config/plugins.yaml": MANIFEST,
    "config/demo.ts": plugin(`"own"`),
    "node_modules/acme/package.json": JSON.stringify({
      name: "acme",
      patchbay: { entryPoints: { "agent_pm.plugins": { announced: ".:Announced" } } },
    }),
    "node_modules/acme/index.js": plugin(`"announced"`)
      .replace("class Demo", "class Announced")
      .replace(/override readonly | as const|: \{ said: unknown\[\] \}/g, ""),
  };
  const { fired } = await open(files, { entryPoints: ["agent_pm.plugins"] });
  expect(await fired()).toEqual({ said: ["own", "announced"] });
  const without = await open(files);
  expect(await without.fired()).toEqual({ said: ["own"] });
});

test("a service says what it promises about the hooks that it fires", async () => {
  const { platform } = await open(
    { "config/plugins.yaml": MANIFEST, "config/demo.ts": plugin("1") },
    { hookSpecs: { ask: { payload: z.object({ said: z.array(z.string()) }) } } },
  );
  const fire = async (payload: Record<string, unknown>): Promise<readonly string[]> => {
    const { problems } = await platform.registry.fireAndWait("ask", payload, {
      checkPayload: true,
    });
    return problems.map(({ code }) => code);
  };
  expect(await fire({ said: [] })).toEqual([]);
  expect(await fire({ said: [1] })).toEqual(["hook/payload-invalid"]);
});

test("a service's observer hears of the fires", async () => {
  const heard: string[] = [];
  const { fired } = await open(
    { "config/plugins.yaml": MANIFEST, "config/demo.ts": plugin(`"hello"`) },
    {
      observer: {
        fired: (hook) => {
          heard.push(hook);
          const call = {
            run: <Result>(code: () => Result): Result => code(),
            ended: () => undefined,
          };
          return { called: () => call, ended: () => heard.push("ended") };
        },
      },
    },
  );
  await fired();
  expect(heard).toEqual(["ask", "ended"]);
});
