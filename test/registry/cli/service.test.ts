import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import type { LogLine, PluginRecord } from "../../../schemas/index.ts";
import { buildCommand, KEY, openProject } from "./command-line.ts";
import { SAMPLE } from "./sample.ts";

interface Listing {
  readonly plugins: readonly PluginRecord[];
}
interface One {
  readonly plugin: PluginRecord;
}
const environment = { PLUGINS_API_KEY: KEY };

test("serve prints its URL on the first line, and ends in order when it is interrupted", async () => {
  const { serve } = await openProject(SAMPLE);
  const service = await serve();
  expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(service.log()).not.toContain(KEY);
  expect(await service.stop()).toBe(0);
});

test("without a key serve refuses to start, unless it is told to", async () => {
  const { run } = await openProject(SAMPLE);
  const refused = await run(["serve"]);
  expect([refused.code, refused.stdout]).toEqual([2, ""]);
  expect(refused.stderr).toContain("ADMIN_API_KEY");
  const open = await run(["serve", "--insecure", "--host", "0.0.0.0"]);
  expect(open.code).toBe(2);
});

test("a rejection that nobody looks at is logged, and the service goes on", async () => {
  const { serve } = await openProject(SAMPLE);
  // Does in the service's main thread what no line of it is meant to do.
  const stray = `process.on("SIGUSR2", () => Promise.reject(new Error("stray")));`;
  const options = `--import=data:text/javascript,${encodeURIComponent(stray)}`;
  const service = await serve([], { NODE_OPTIONS: options });

  service.child.kill("SIGUSR2");
  await expect.poll(service.log).toContain("stray");

  expect(await service.stop()).toBe(0);
});

test("serve refuses a deadline that no timer waits for", async () => {
  const { run } = await openProject(SAMPLE);
  const refused = await run(["serve", "--insecure", "--deadline", "9999999999"]);
  expect([refused.code, refused.stdout]).toEqual([2, ""]);
  expect(refused.stderr).toContain("up to 2147483647");
});

test("who serves a manifest that is served already is told of it", async () => {
  const { serve } = await openProject(SAMPLE);
  const first = await serve();
  const second = await serve();
  expect(second.log()).toContain(
    `[warning] plugins.yaml: ${first.url} (process ${first.child.pid})`,
  );
});

test("a manifest that goes while it is served is told of once, and so is its return", async () => {
  const { serve, at, write, manifest } = await openProject(SAMPLE);
  const text = manifest();
  const service = await serve();
  rmSync(at("plugins.yaml"));
  await expect.poll(service.log).toContain("[warning] plugins.yaml: ");
  expect(service.log().match(/does not exist/g)).toHaveLength(1);
  expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
  write("plugins.yaml", text);
  await expect.poll(service.log).toContain("[note] plugins.yaml can be read again.");
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
});

test("a folder in the manifest's place is told of without promising that something goes on", async () => {
  const { serve, at } = await openProject({ "x.txt": "" });
  mkdirSync(at("plugins.yaml"));
  const service = await serve(["--manifest", "plugins.yaml"]);
  await expect.poll(service.log).toContain("it is a folder. It is read again");
});

test("commands find the service that runs the manifest, and act on it", async () => {
  const { serve, json, run, manifest } = await openProject(SAMPLE);
  const service = await serve();
  const { plugins } = await json<Listing>(["list"], { environment });
  expect(plugins[0]).toMatchObject({ name: "greeter", active: true });
  expect((await run(["list"], { environment })).stderr).not.toContain("[note]");

  expect((await json<One>(["enable", "sleeper"], { environment })).plugin.active).toBe(true);
  expect(manifest()).toBe(SAMPLE["plugins.yaml"]?.replace("enabled: false", "enabled: true"));
  const updated = await json<One>(["update", "greeter", "--set", "greeting=Hi"], { environment });
  expect(updated.plugin.config).toMatchObject({ greeting: "Hi", style: { times: 1 } });
  expect(manifest()).toContain("GREETER_KEY: s3cr3t-value");

  await run(["fire", "pre_plan"], { environment });
  expect(await json(["history", "greeter", "pre_plan"], { environment })).toMatchObject({
    plugin: "greeter",
    history: { pre_plan: [{ status: "error" }] },
  });
  const listed = await run(["list", "--json"], { environment });
  expect(listed.stderr).toMatch(/^\[warning\] greeter: .*not today/m);
  expect((await run(["list"], { environment })).stderr).not.toContain("not today");
  expect((await run(["show", "greeter"], { environment })).stdout).toContain("not today");
  expect((await run(["uninstall", "gone"], { environment })).code).toBe(0);
  expect(manifest()).not.toContain("gone.js");
  await service.stop();
  expect((await run(["list"], { environment })).stderr).toContain("[note] No registry runs");
});

test("a plugin that was stopped is shown as quarantined, with the way back, until it is reloaded", async () => {
  const { serve, run } = await openProject({
    "plugins.yaml": "- name: exits\n  module: ./exits.cjs:Exits\n",
    "exits.cjs": `const { PluginBase } = require("patchbay");
exports.Exits = class extends PluginBase {
  static hooks = ["leave"];
  leave() { process.exit(3); }
};`,
  });
  await serve();
  await run(["fire", "leave"], { environment });
  const listed = await run(["list"], { environment });
  expect(listed.stdout).toMatch(/exits +quarantined/);
  expect(listed.stderr).toContain("[warning] exits: quarantined: ");
  expect(listed.stderr).toContain('[hint] exits: "patchbay reload exits"');
  expect((await run(["show", "exits"], { environment })).stdout).toMatch(/^exits +quarantined/);
  const doctor = await run(["doctor"], { environment });
  expect([doctor.code, doctor.stdout]).toEqual([
    1,
    expect.stringMatching(/exits +problem +quarantined: /),
  ]);
  const again = await run(["fire", "leave"], { environment });
  expect(again.stdout).toMatch(/exits +skipped.*quarantined/);

  const reloaded = await run(["reload", "exits"], { environment });
  expect([reloaded.code, reloaded.stderr]).toEqual([0, ""]);
  const after = await run(["list"], { environment });
  expect(after.stdout).toMatch(/exits +active/);
  expect(after.stderr).toBe("");
});

test("--url and PLUGINS_API_URL name a service, with the listing's address or without", async () => {
  const { serve, json, run } = await openProject(SAMPLE);
  const { url } = await serve();
  const elsewhere = await openProject({});
  for (const named of [url, `${url}/`, `${url}/plugins`]) {
    const { plugins } = await elsewhere.json<Listing>(["list", "--url", named], { environment });
    expect(plugins).toHaveLength(4);
  }
  const byEnvironment = { environment: { ...environment, PLUGINS_API_URL: url } };
  expect((await elsewhere.json<Listing>(["list"], byEnvironment)).plugins).toHaveLength(4);
  expect((await json<Listing>(["list", "--direct"])).plugins[0]?.active).toBe(false);
  expect((await run(["list", "--direct"])).stderr).toContain(`${url} runs plugins.yaml: --direct`);
});

test("a wrong key, a missing one and a service that is gone are one line, and 1", async () => {
  const { serve, run } = await openProject(SAMPLE);
  const { url, stop } = await serve();
  const wrong = await run(["list"], { environment: { PLUGINS_API_KEY: "wrong-key" } });
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).not.toContain("wrong-key");
  const missing = await run(["list"]);
  expect(missing.stderr).toContain("PLUGINS_API_KEY");
  await stop();
  const gone = await run(["list", "--url", url], { environment });
  expect([gone.code, gone.stdout]).toEqual([1, ""]);
  expect(gone.stderr.trimEnd().split("\n")).toHaveLength(1);
});

test("a service that was killed is not taken for one that runs", async () => {
  const { serve, run } = await openProject(SAMPLE);
  const { stop } = await serve();
  await stop("SIGKILL");
  expect(await run(["list"], { environment })).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("[note] No registry runs"),
  });
});

test("what is left for other commands is for this user only, and holds no key", async () => {
  const { serve, runtime } = await openProject(SAMPLE);
  await serve();
  const left = path.join(runtime, "patchbay");
  const files = readdirSync(left).map((name) => path.join(left, name));
  expect(files).toHaveLength(1);
  for (const file of files) {
    expect(readFileSync(file, "utf8")).not.toContain(KEY);
    expect(statSync(file).mode & 0o077).toBe(0);
  }
});

test("logs prints what was written, of one plugin if it is named", async () => {
  const { serve, run } = await openProject(SAMPLE);
  await serve();
  const all = await run(["logs", "--json"], { environment });
  const lines = all.stdout.trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as LogLine).message)).toContain("greeter is here");
  expect((await run(["logs", "sleeper"], { environment })).stdout).toBe("");
});

test("logs --follow goes on until it is interrupted", async () => {
  const { serve, run, folder } = await openProject(SAMPLE);
  const { url } = await serve();
  const child = spawn(
    process.execPath,
    [await buildCommand(), "logs", "greeter", "--follow", "--url", url],
    { cwd: folder, env: { PATH: process.env["PATH"], ...environment } },
  );
  const lines = createInterface(child.stdout);
  const seen: string[] = [];
  const arrived = (part: string): Promise<void> =>
    new Promise((resolve) => {
      lines.on("line", (line) => {
        seen.push(line);
        if (line.includes(part)) resolve();
      });
    });
  await arrived("greeter is here");
  const greeted = arrived("greeted");
  const input = JSON.stringify({ plan: { plan_id: "p1" }, context: {} });
  await run(["fire", "post_plan", "--payload", "-"], { environment, input });
  await greeted;
  child.kill("SIGINT");
  const [code] = (await once(child, "close")) as [number | null];
  expect(code).toBe(0);
});

test("logs --follow waits for a service that ends, and goes on with the first line of the next", async () => {
  const { serve, folder, runtime } = await openProject(SAMPLE);
  const first = await serve();
  const child = spawn(process.execPath, [await buildCommand(), "logs", "greeter", "--follow"], {
    cwd: folder,
    env: { PATH: process.env["PATH"], XDG_RUNTIME_DIR: runtime, ...environment },
  });
  let [lines, notes] = ["", ""];
  child.stdout.on("data", (chunk) => (lines += String(chunk)));
  child.stderr.on("data", (chunk) => (notes += String(chunk)));
  await expect.poll(() => lines.match(/greeter is here/g)).toHaveLength(1);
  await first.stop();
  await expect.poll(() => notes).toContain(`[note] ${first.url} has ended`);
  const second = await serve();
  await expect.poll(() => lines.match(/greeter is here/g)).toHaveLength(2);
  expect(notes).toContain(`[note] ${second.url} answers`);
  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([0, null]);
});

test("lsp answers an editor over standard input and output", async () => {
  const { folder } = await openProject(SAMPLE);
  const child = spawn(process.execPath, [await buildCommand(), "lsp", "--stdio"], { cwd: folder });
  const request = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { processId: null, rootUri: null, capabilities: {} },
  });
  child.stdin.write(`Content-Length: ${request.length}\r\n\r\n${request}`);
  let answer = "";
  for await (const chunk of child.stdout) {
    answer += String(chunk);
    if (answer.includes("serverInfo")) break;
  }
  expect(answer).toContain(`"name":"patchbay"`);
  child.kill();
  await once(child, "close");
});
