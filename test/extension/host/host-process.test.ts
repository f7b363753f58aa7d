import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { startHost, type HostProcess } from "../../../extension/host/host-process.ts";
import { CHANNEL_DESCRIPTOR } from "../../../extension/host/host-streams.ts";
import { buildBundles, optionsFor } from "../../registry/host/real-host.ts";

interface Started {
  readonly host: HostProcess;
  /** The first line that it writes. */
  readonly firstLine: Promise<string>;
}

/** Runs a file as a host. */
function start(file: string, onLine: (line: string) => void = () => undefined): Started {
  const { promise: firstLine, resolve } = Promise.withResolvers<string>();
  const host = startHost({
    file,
    events: {
      snapshotChanged: () => undefined,
      sampled: () => undefined,
      reloadObserved: () => undefined,
      logged: () => undefined,
      stuck: () => undefined,
      audited: () => undefined,
    },
    onOutput: (line) => {
      resolve(line);
      onLine(line);
    },
  });
  onTestFinished(async () => {
    try {
      process.kill(host.processId, "SIGKILL");
    } catch {
      // It has ended.
    }
    await host.exited;
  });
  return { host, firstLine };
}

/** A folder with these files. */
function workspace(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-workspace-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

/** A file of code that stands in for a host. */
function standIn(code: string): string {
  return path.join(workspace({ "host.mjs": code }), "host.mjs");
}

test("a host that nobody can speak to any more is gone, and ended", async () => {
  const { host } = start(standIn("process.disconnect(); setInterval(() => {}, 60_000);"));
  await host.gone;
  expect(await host.exited).toMatchObject({ code: null, signal: "SIGKILL" });
});

test("a host that is told to end ends by itself", async () => {
  const { host } = start(path.join(await buildBundles(), "host.js"));
  await host.calls.initialize(optionsFor(workspace({})));
  await host.close();
  expect(await host.exited).toMatchObject({ code: 0, signal: null });
});

test("a host that was told nothing yet ends by itself, too", async () => {
  const { host } = start(path.join(await buildBundles(), "host.js"));
  await host.close();
  expect(await host.exited).toMatchObject({ code: 0, signal: null });
});

test("a host that ran plugins leaves what was compiled of it to the next, one that only stood by does not", async () => {
  const cache = workspace({});
  vi.stubEnv("XDG_CACHE_HOME", cache).stubEnv("NODE_DISABLE_COMPILE_CACHE", "");
  onTestFinished(() => void vi.unstubAllEnvs());
  const kept = (): readonly string[] =>
    readdirSync(cache, { recursive: true, encoding: "utf8" }).filter((name) =>
      path.basename(name).startsWith("host-main.js-"),
    );
  const file = path.join(await buildBundles(), "host.js");
  const options = optionsFor(workspace({}));

  const standby = start(file).host;
  await standby.calls.prepare(options);
  await standby.close();
  expect(kept()).toEqual([]);

  const host = start(file).host;
  await host.calls.initialize(options);
  await host.close();
  expect(kept()).toHaveLength(1);
});

test("what a host and its plugins open is below its channel, so that the channel closes first when it dies", async () => {
  const { host } = start(path.join(await buildBundles(), "host.js"));
  const folder = workspace({
    "plugins.yaml": "- name: opener\n  module: ./opener.js:Opener\n",
    "opener.js": `import { PluginBase } from "patchbay";
import { openSync } from "node:fs";
export class Opener extends PluginBase {
  static hooks = ["open"];
  open(payload) { payload.opened = openSync("opener.js"); }
}`,
  });
  await host.calls.initialize(optionsFor(folder));
  const { payload } = await host.calls.fire({ hook: "open", payload: {} });
  expect(payload?.["opened"]).toBeLessThan(CHANNEL_DESCRIPTOR);
});

test("a host and its thread have no flags, so that V8 takes what was compiled for it", async () => {
  const { host } = start(path.join(await buildBundles(), "host.js"));
  const folder = workspace({
    "plugins.yaml": "- name: teller\n  module: ./teller.js:Teller\n",
    "teller.js": `import { PluginBase } from "patchbay";
import { cachedDataVersionTag } from "node:v8";
export class Teller extends PluginBase {
  static hooks = ["tell"];
  tell(payload) { payload.told = [process.execArgv.length, cachedDataVersionTag()]; }
}`,
  });
  await host.calls.initialize(optionsFor(folder));
  const { payload } = await host.calls.fire({ hook: "tell", payload: {} });
  const code = "console.log(require('node:v8').cachedDataVersionTag())";
  const bare = execFileSync(process.execPath, ["-e", code], { encoding: "utf8" });
  expect(payload?.["told"]).toEqual([0, Number(bare)]);
});

test("what the inspector writes is neither output nor the last words of a host", async () => {
  const lines: string[] = [];
  const { host } = start(
    standIn(`import inspector from "node:inspector";
console.error("what went wrong");
inspector.open(0, "127.0.0.1");
inspector.close();
process.exit(1);`),
    (line) => lines.push(line),
  );
  expect((await host.exited).lastWords).toBe("what went wrong");
  expect(lines).toEqual(["what went wrong"]);
});

test("the processes that a plugin starts do not get the channel", async () => {
  const look = `try { require("node:fs").fstatSync(Number(process.argv[1])); console.log("open"); } catch ({ code }) { console.log(code); }`;
  const { firstLine } = start(
    standIn(`import { execFileSync } from "node:child_process";
const channel = process.argv[2] ?? "3";
console.log(execFileSync(process.execPath, ["-e", ${JSON.stringify(look)}, channel], { encoding: "utf8" }));
process.on("message", () => undefined);`),
  );
  expect(await firstLine).toBe("EBADF");
});
