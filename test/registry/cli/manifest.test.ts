import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { PluginRecord } from "../../../schemas/index.ts";
import { buildCommand, openProject } from "./command-line.ts";
import { SAMPLE } from "./sample.ts";

interface Listing {
  readonly plugins: readonly PluginRecord[];
}
/** An entry with this name. */
function entry(plugin: string): string {
  return `- name: ${plugin}\n  module: ./x.js:X\n`;
}

interface One {
  readonly plugin: PluginRecord;
}

test("list prints every plugin in the shape of Agent PM, and what is wrong with them on stderr", async () => {
  const { run } = await openProject(SAMPLE);
  const { code, stdout, stderr } = await run(["list", "--json"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\{\n {2}"plugins": \[\n/);
  const { plugins } = JSON.parse(stdout) as Listing;
  expect(
    plugins.map(({ name, enabled, active, invalid }) => [name, enabled, active, invalid]),
  ).toEqual([
    ["greeter", true, false, false],
    ["sleeper", false, false, false],
    ["gone", true, false, true],
    ["invalid_plugin_0", false, false, true],
  ]);
  expect(Object.keys(plugins[0] ?? {})).toEqual([
    "name",
    "description",
    "hooks",
    "config",
    "enabled",
    "active",
    "hook_stats",
    "hook_history",
    "errors",
    "invalid",
    "secrets",
  ]);
  expect(plugins[0]).toMatchObject({
    description: "Greets",
    hooks: ["post_plan", "pre_plan"],
    config: { secrets: { GREETER_KEY: "***" } },
    secrets: { required: ["GREETER_KEY", "GREETER_TOKEN"], missing: ["GREETER_TOKEN"] },
  });
  const lines = stderr.trimEnd().split("\n");
  expect(lines).toContain("[hint] greeter: missing secrets -> GREETER_TOKEN");
  expect(lines.filter((line) => line.startsWith("[warning] gone: "))).toHaveLength(1);
  expect(stderr).toContain("[note] No registry runs plugins.yaml");
});

test("people get a table, in colour only where it is asked for", async () => {
  const { run } = await openProject(SAMPLE);
  const plain = await run(["list"]);
  expect(plain.stdout).toMatch(/^NAME +STATE/);
  expect(plain.stdout).not.toContain("\u001B[");
  const forced = await run(["list"], { environment: { FORCE_COLOR: "1" } });
  expect(forced.stdout).toContain("\u001B[");
  const refused = await run(["list"], { environment: { FORCE_COLOR: "1", NO_COLOR: "1" } });
  expect(refused.stdout).toBe(plain.stdout);
});

test("list runs no plugin code; with --load it tells what cannot be loaded", async () => {
  const { run } = await openProject({
    "plugins.yaml": "- name: loud\n  module: ./loud.js:Loud\n",
    "loud.js": `import { PluginBase } from "patchbay";
require("node:fs").writeFileSync("ran", "");
throw new Error("never");
export class Loud extends PluginBase {}
`,
  });
  const calm = await run(["list", "--json"]);
  expect(JSON.parse(calm.stdout)).toMatchObject({ plugins: [{ invalid: false, errors: [] }] });
  const loaded = await run(["list", "--json", "--load"]);
  expect(JSON.parse(loaded.stdout)).toMatchObject({ plugins: [{ invalid: true }] });
  expect(loaded.stderr).toContain("[warning] loud: Error: never");
});

test("a reader that has seen enough is no failure", async () => {
  const { folder } = await openProject(SAMPLE);
  const command = `"${process.execPath}" "${await buildCommand()}" list 2>errors | head -c 1; cat errors`;
  const { stdout } = spawnSync("bash", ["-c", command], { cwd: folder, encoding: "utf8" });
  expect(stdout).not.toMatch(/EPIPE|^error/m);
});

test("no manifest is no plugins, and no error", async () => {
  const { json } = await openProject({});
  expect(await json(["list"])).toEqual({ plugins: [] });
});

test.each([
  [["--manifest", "other/mine.yaml"], {}, "named"],
  [[], { PLUGIN_CONFIG_PATH: "env/theirs.yaml" }, "environment"],
  [[], {}, "config"],
])("%j with %j is about the manifest that is meant", async (args, environment, name) => {
  const { json } = await openProject({
    "other/mine.yaml": entry("named"),
    "env/theirs.yaml": entry("environment"),
    "config/plugins.yaml": entry("config"),
    "plugins.yaml": entry("root"),
  });
  const { plugins } = await json<Listing>(["list", ...args], { environment });
  expect(plugins.map((plugin) => plugin.name)).toEqual([name]);
});

test("enable and disable change one word of the manifest", async () => {
  const { json, manifest } = await openProject(SAMPLE);
  expect((await json<One>(["enable", "sleeper"])).plugin).toMatchObject({ enabled: true });
  expect(manifest()).toBe(SAMPLE["plugins.yaml"]?.replace("enabled: false", "enabled: true"));
  expect((await json<One>(["disable", "sleeper"])).plugin).toMatchObject({ enabled: false });
  expect(manifest()).toBe(SAMPLE["plugins.yaml"]);
});

test("a plugin that cannot be loaded can be enabled", async () => {
  const { json } = await openProject(SAMPLE);
  expect((await json<One>(["enable", "gone"])).plugin).toMatchObject({
    active: false,
    invalid: true,
  });
});

test.each([["enable"], ["disable"], ["show"], ["reload"], ["uninstall"]])(
  "%s of a plugin that is not there is one line, and 1",
  async (word) => {
    const { run, manifest } = await openProject(SAMPLE);
    const { code, stdout, stderr } = await run([word, "nobody"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.match(/^error: .*nobody.*patchbay list/gm)).toHaveLength(1);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(manifest()).toBe(SAMPLE["plugins.yaml"]);
  },
);

test("update merges nested settings, removes what is unset and keeps the rest with its secrets", async () => {
  const { json, manifest } = await openProject(SAMPLE);
  const { plugin } = await json<One>([
    "update",
    "greeter",
    "--set=greeting=a=b=c",
    "--json-set=style.times=3",
    "--unset=style.loud",
    "--set=place\\.name=here",
  ]);
  expect(plugin.config).toEqual({
    greeting: "a=b=c",
    style: { times: 3 },
    "place.name": "here",
    secrets: { GREETER_KEY: "***" },
  });
  expect(manifest()).toContain("GREETER_KEY: s3cr3t-value");
  expect(manifest()).toContain("# what the service does");
  expect(manifest()).toContain("config: # its settings");
});

test.each([
  [["update", "greeter"]],
  [["update", "greeter", "--set", "nothing"]],
  [["update", "greeter", "--json-set", "greeting={"]],
  [["update", "greeter", "--json-set", "greeting=null"]],
  [["update", "greeter", "--set", "a.b=1", "--set", "a=2"]],
  [["install"]],
  [["install", "--entry-point", "nowhere"]],
  [["fire", "post_plan", "--payload", "missing.json"]],
  [["check", "--format", "xml"]],
  [["new", "plugin", "Bad Name"]],
  [["bogus"]],
  [[]],
])("%j makes no sense: 2, and nothing changes", async (args) => {
  const { run, manifest } = await openProject(SAMPLE);
  const { code, stdout, stderr } = await run(args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).not.toBe("");
  expect(manifest()).toBe(SAMPLE["plugins.yaml"]);
});

test("a setting that the class does not accept is refused, without its value", async () => {
  const { run, manifest } = await openProject(SAMPLE);
  const { code, stderr } = await run(["update", "greeter", "--json-set", 'style.times="hidden"']);
  expect(code).toBe(1);
  expect(stderr).toContain("config.style.times must be number");
  expect(stderr).not.toContain("hidden");
  expect(manifest()).toBe(SAMPLE["plugins.yaml"]);
});

test("secrets are named with their places; no command prints a value", async () => {
  const { run, json } = await openProject({ ...SAMPLE, ".env": "GREETER_TOKEN=t0k3n-value\n" });
  expect(await json(["secrets"])).toMatchObject({
    secrets: [
      { plugin: "greeter", name: "GREETER_KEY", kind: "present", source: { kind: "manifest" } },
      { plugin: "greeter", name: "GREETER_TOKEN", kind: "present", source: { kind: "dotenv" } },
    ],
  });
  for (const args of [["list"], ["show", "greeter"], ["secrets"], ["doctor"], ["check"]]) {
    for (const more of [[], ["--json"]]) {
      const { stdout, stderr } = await run([...args, ...more]);
      expect(stdout + stderr).not.toMatch(/s3cr3t-value|t0k3n-value/);
    }
  }
});

test("fire starts the plugins, tells what each did, and ends with 1 when one failed", async () => {
  const { run } = await openProject(SAMPLE);
  const input = JSON.stringify({ plan: { plan_id: "p1" }, context: {} });
  const fired = await run(["fire", "post_plan", "--payload", "-", "--json"], { input });
  expect(fired.code).toBe(0);
  expect(JSON.parse(fired.stdout)).toMatchObject({
    hook: "post_plan",
    outcomes: [{ kind: "answered", plugin: "greeter" }],
    payload: { plan: { plan_id: "p1", greeting: "Hello" } },
  });
  expect(fired.stderr).toContain("greeter: greeted");
  const failed = await run(["fire", "pre_plan"]);
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain("not today");
});

test("reload without a service says whether the code loads", async () => {
  const { run, write } = await openProject(SAMPLE);
  expect(await run(["reload", "greeter"])).toMatchObject({ code: 0 });
  write("plugins/greeter.js", "export class Greeter {\n");
  const broken = await run(["reload", "greeter"]);
  expect(broken.code).toBe(1);
  expect(broken.stderr).toMatch(/^error: .*greeter\.js/m);
});

test.each([["history", "greeter", "post_plan"], ["logs"]])(
  "%s needs a service, and says how to start one",
  async (...args) => {
    const { run } = await openProject(SAMPLE);
    const { code, stderr } = await run(args);
    expect(code).toBe(1);
    expect(stderr).toContain("patchbay serve");
  },
);

test("doctor ends with 1 when something is in the way", async () => {
  const { run, json, at } = await openProject(SAMPLE);
  expect((await run(["doctor"])).code).toBe(1);
  writeFileSync(at("plugins.yaml"), "- name: sleeper\n  module: ./plugins/sleeper.js:Sleeper\n");
  expect((await run(["doctor"])).code).toBe(0);
  expect(await json(["doctor"])).toMatchObject({
    findings: expect.arrayContaining([{ about: "sleeper", state: "ok", message: "can be loaded" }]),
  });
});

test("many commands at once lose no edit and no comment", async () => {
  const names = Array.from({ length: 8 }, (_, index) => `p${index}`);
  const entries = names.map(
    (name) => `- name: ${name} # comment of ${name}\n  module: ./plugins/sleeper.js:Sleeper\n`,
  );
  const { run, manifest } = await openProject({ ...SAMPLE, "plugins.yaml": entries.join("") });
  const ended = await Promise.all(names.map((name) => run(["disable", name])));
  expect(ended.map(({ code }) => code)).toEqual(names.map(() => 0));
  for (const name of names) expect(manifest()).toContain(`# comment of ${name}\n`);
  expect(manifest().match(/enabled: false/g)).toHaveLength(names.length);
});

test("what would replace more than it names is refused, and what is not there is said", async () => {
  const { run, manifest } = await openProject({
    ...SAMPLE,
    "plugins.yaml": `${entry("loose")}  config:\n    list: [1, 2, 3]\n`,
  });
  const before = manifest();
  const element = await run(["update", "loose", "--set", "list.0=9"]);
  expect([element.code, manifest()]).toEqual([1, before]);
  expect(element.stderr).toContain("--json-set 'list=[…]'");

  const nothing = await run(["update", "loose", "--unset", "nope"]);
  expect([nothing.code, manifest()]).toEqual([0, before]);
  expect(nothing.stderr).toContain("[note] loose has no setting nope to remove.");
});

test.each([
  [["install", "--module", "./a.js:A", "--entry-point", "a"]],
  [["install", "--module", "./a.js:A", "--name", ""]],
  [["update", "greeter", "--set", "__proto__.polluted=1"]],
  [["list", "--manifest", ""]],
  [["list", "--url", ""]],
  [["list", "--url", "http://user:pa55word@127.0.0.1:8400"]],
  [["logs", "--url", "http://user:pa55word@127.0.0.1:8400"]],
  [["logs", "--follow", "--url", "user:pa55word@127.0.0.1:8400"]],
  [["doctor", "--url", "http://user:pa55word@127.0.0.1:8400"]],
  [["fire", ""]],
])("%j makes no sense, and is told in the command's words", async (args) => {
  const { run } = await openProject(SAMPLE);
  const { code, stderr } = await run(args);
  expect(code).toBe(2);
  expect(stderr).not.toMatch(/body|Too small|pa55word/);
});

test("a password in the address that the environment names is not shown", async () => {
  const { run } = await openProject(SAMPLE);
  const environment = { PLUGINS_API_URL: "http://user:pa55word@127.0.0.1:8400" };
  const { code, stdout, stderr } = await run(["logs"], { environment });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("The address of 127.0.0.1:8400 has a name or a password in it");
  expect(stderr).not.toContain("pa55word");
});

test("a folder that is not there is told of by its name", async () => {
  const { run } = await openProject({});
  const { code, stderr } = await run(["enable", "a", "--manifest", "gone/plugins.yaml"]);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/there is no folder .*gone$/m)]);
});

test("an answer that nobody takes, and a folder that is gone, are one line, and 1", async () => {
  const { folder } = await openProject(SAMPLE);
  const command = await buildCommand();
  const shell = (script: string): readonly [number | null, string] => {
    const { status, stdout } = spawnSync("sh", ["-c", script, process.execPath, command], {
      cwd: folder,
      encoding: "utf8",
    });
    return [status, stdout];
  };
  const [full, why] = shell('"$0" "$1" list --json 2>&1 >/dev/full');
  expect([full, why]).toEqual([1, expect.stringMatching(/^error: The answer cannot be.*$/m)]);
  expect(why).not.toContain("    at ");
  const [gone, told] = shell('mkdir gone && cd gone && rmdir ../gone && "$0" "$1" list 2>&1');
  expect([gone, told]).toEqual([
    1,
    "error: The working folder is gone: change into one that is there.\n",
  ]);
  // What is said beside it is not the answer.
  expect(shell('"$0" "$1" list 2>/dev/full')).toEqual([0, expect.stringContaining("greeter")]);
});

test("a command is suggested only where it is near", async () => {
  const { run } = await openProject(SAMPLE);
  expect((await run(["bogus"])).stderr).not.toContain("Did you mean");
  expect((await run(["lits"])).stderr).toContain("(Did you mean list?)");
});

test("a manifest that cannot be read is no empty one", async () => {
  const { run, write } = await openProject({ "plugins.yaml/in-it.txt": "" });
  const folder = await run(["list", "--manifest", "plugins.yaml"]);
  expect([folder.code, folder.stderr]).toEqual([1, expect.stringContaining("cannot be read")]);
  expect((await run(["doctor", "--manifest", "plugins.yaml"])).stdout).toContain("it is a folder");
  write("other.yaml", "}{");
  expect((await run(["list", "--manifest", "other.yaml"])).code).toBe(1);
});

test("no command waits for a manifest that is a pipe", async () => {
  const { run, serve, at } = await openProject({});
  execFileSync("mkfifo", [at("plugins.yaml")]);
  for (const args of [["list"], ["disable", "a"], ["show", "a"], ["reload"], ["fire", "x"]]) {
    const { code, stderr } = await run(args);
    expect([code, stderr]).toEqual([1, expect.stringContaining("cannot be read: it is a pipe")]);
  }
  const checked = await run(["check"]);
  expect([checked.code, checked.stderr]).toEqual([2, expect.stringContaining("it is a pipe")]);
  const service = await serve();
  await expect.poll(service.log).toContain("it is a pipe");
});

test("who would change a plugin is told that there is no manifest, or what is wrong with it", async () => {
  const { run, write } = await openProject({});
  expect((await run(["disable", "a"])).stderr).toMatch(/^error: There is no manifest .*plugins/m);
  write("plugins.yaml", "just a text\n");
  expect((await run(["disable", "a"])).stderr).toMatch(/^error: The manifest cannot be .*list/m);
});
