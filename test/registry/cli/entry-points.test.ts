import { expect, test } from "vitest";
import type { PluginDetail, PluginRecord } from "../../../schemas/index.ts";
import { KEY, openProject } from "./command-line.ts";

const factory = (name: string): string =>
  `registry.registerFactory({ kind: "ai_provider", name: "${name}", version: "1.0.0", factory: () => ({}) })`;

const SITE_PACKAGES = ".venv/lib/python3.12/site-packages";

/** A package for each form in which Nexus Core takes entry points, and for each in which it does not. */
const INSTALLED: Readonly<Record<string, string>> = {
  "plugins.yaml": "- name: own\n  module: ./plugins/own.js:Own\n",
  "plugins/own.js": `import { PluginBase } from "patchbay";
export class Own extends PluginBase { static hooks = ["ping"]; ping() {} }
`,
  "node_modules/providers/package.json": JSON.stringify({
    name: "providers",
    exports: { ".": "./index.js", "./failing": "./failing.js" },
    patchbay: {
      entryPoints: {
        "nexus_core.plugins": {
          an_object: ".:anObject",
          a_function: ".:aFunction",
          a_module: ".",
          a_class: ".:AClass",
          a_string: ".:aString",
          failing: "./failing:registerPlugins",
          taken: ".:taken",
        },
        "agent_pm.plugins": { listener: ".:Listener", own: ".:Listener" },
      },
    },
  }),
  "node_modules/providers/index.js": `import { PluginBase } from "patchbay";
export const anObject = { registerPlugins(registry) { ${factory("object")}; } };
export function aFunction(registry) { ${factory("function")}; }
export function registerPlugins(registry) { ${factory("module")}; }
export class AClass {}
export const aString = "register me";
export function taken(registry) { ${factory("module")}; }
export class Listener extends PluginBase { static hooks = ["ping"]; ping() {} }
`,
  "node_modules/providers/failing.js": `throw new Error("not installed as it should be");`,
  ".venv/pyvenv.cfg": "",
  [`${SITE_PACKAGES}/arc/__init__.py`]: "def register_plugins(registry):\n    pass\n",
  [`${SITE_PACKAGES}/arc-1.0.dist-info/METADATA`]: "Name: arc\nVersion: 1.0\n",
  [`${SITE_PACKAGES}/arc-1.0.dist-info/entry_points.txt`]:
    "[nexus_core.plugins]\nin_python = arc:register_plugins\n",
};

interface Answered {
  readonly status: number;
  readonly body: PluginDetail & {
    readonly plugins: readonly PluginRecord[];
    readonly code: string;
  };
}

async function ask(url: string, method: string, path: string): Promise<Answered> {
  const response = await fetch(`${url}${path}`, { method, headers: { "x-api-key": KEY } });
  return { status: response.status, body: (await response.json()) as Answered["body"] };
}

test("every form of entry point is loaded when serve is asked to, and those that cannot be take none with them", async () => {
  const { serve } = await openProject(INSTALLED);
  const { url, log } = await serve(["--entry-points", "nexus_core.plugins"]);
  const { body } = await ask(url, "GET", "/plugins");
  expect(Object.fromEntries(body.plugins.map(({ name, active }) => [name, active]))).toEqual({
    own: true,
    a_class: false,
    a_function: true,
    a_module: true,
    a_string: false,
    an_object: true,
    failing: false,
    in_python: false,
    // It registered nothing, and its problem says so.
    taken: true,
  });
  const codeOf = async (name: string): Promise<string | undefined> =>
    (await ask(url, "GET", `/plugins/${name}`)).body.status.problems[0]?.code;
  expect(await codeOf("a_class")).toBe("module/not-a-plugin");
  expect(await codeOf("a_string")).toBe("module/not-a-plugin");
  expect(await codeOf("failing")).toBe("plugin/threw-on-import");
  const { status } = (await ask(url, "GET", "/plugins/in_python")).body;
  expect(status.problems[0]?.location?.file).toMatch(/entry_points\.txt$/);
  expect(await codeOf("taken")).toBe("plugin/name-taken");
  expect(await codeOf("in_python")).toBe("plugin/no-runtime");
  expect(log()).toContain("[warning] in_python:");
  expect(log()).toContain("not run yet");
});

test("a class that a package announces is called beside the manifest's plugins, whose names come first", async () => {
  const { serve, manifest } = await openProject(INSTALLED);
  const { url } = await serve(["--entry-points", "agent_pm.plugins"]);
  const { body } = await ask(url, "GET", "/plugins");
  expect(body.plugins.map(({ name, hooks }) => [name, hooks])).toEqual([
    ["own", ["ping"]],
    ["listener", ["ping"]],
  ]);
  const refused = await ask(url, "POST", "/plugins/listener/disable");
  expect([refused.status, refused.body.code]).toEqual([409, "manifest/refused"]);
  expect(manifest()).toBe(INSTALLED["plugins.yaml"]);
});

test("nothing that is only announced runs unless it is asked for, in a group that there is", async () => {
  const { serve, run } = await openProject(INSTALLED);
  const { url } = await serve();
  expect((await ask(url, "GET", "/plugins")).body.plugins.map(({ name }) => name)).toEqual(["own"]);
  const { code, stderr } = await run(["serve", "--insecure", "--entry-points", "other.plugins"]);
  expect(code).toBe(2);
  expect(stderr).toContain("nexus_core.plugins");
});
