import { existsSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { forkHost, optionsFor, startHost, statusIn, type RealHost } from "./real-host.ts";

/** Says in which thread it runs and how long its secret is, which alone would be masked, leaves a mark when it is loaded, and ends its thread without a word. */
const TRACED = `import { PluginBase } from "patchbay";
import { writeFileSync } from "node:fs";
import { threadId, Worker } from "node:worker_threads";
writeFileSync(new URL("../loaded.txt", import.meta.url), "");
export class Traced extends PluginBase {
  static hooks = ["where", "spawn", "crash"];
  where(payload) { payload.version = 1; payload.threadId = threadId; payload.letters = this.getSecret("TOKEN")?.length; }
  spawn(payload) { payload.threadId = new Worker("", { eval: true }).threadId; }
  crash() { process.reallyExit(1); }
}`;
const setup = {
  plugins: { traced: "./plugins/traced.js:Traced", steady: "./plugins/steady.js:Steady" },
  files: { "plugins/traced.js": TRACED },
};

async function where({ calls }: RealHost): Promise<Record<string, unknown>> {
  return (await calls.fire({ hook: "where", payload: {} })).payload ?? {};
}

test("a process that stands by runs no plugin until it is told to, and then in the thread that it has ready", async () => {
  const host = await forkHost(setup);
  const options = optionsFor(host.folder);

  await host.calls.prepare(options);
  expect(existsSync(host.path("loaded.txt"))).toBe(false);

  const snapshot = await host.calls.initialize(options);
  expect(statusIn(snapshot, "traced").state).toBe("active");
  expect(await where(host)).toMatchObject({ version: 1, threadId: 1 });
});

test("what changed while a process stood by counts when it takes over: code, manifest, secrets and quarantine", async () => {
  const host = await forkHost(setup);
  const options = optionsFor(host.folder, { storedSecrets: { TOKEN: "before" } });
  await host.calls.prepare(options);

  host.write("plugins/traced.js", TRACED.replace("version = 1", "version = 2"));
  host.write(
    "plugins.yaml",
    "- name: other\n  module: ./plugins/traced.js:Traced\n- name: steady\n  module: ./plugins/steady.js:Steady\n",
  );
  const problem = { code: "plugin/hung", message: "", at: "", location: null, stack: null };
  const snapshot = await host.calls.initialize({
    ...options,
    storedSecrets: { TOKEN: "after" },
    quarantined: { steady: problem },
  });

  expect(snapshot.plugins.map(({ summary }) => summary.name)).toEqual(["other", "steady"]);
  expect(statusIn(snapshot, "steady").state).toBe("quarantined");
  expect(await where(host)).toMatchObject({ version: 2, threadId: 1, letters: "after".length });
});

test("where references led while a process stood by is looked at again when it takes over", async () => {
  const dotted = {
    ...setup.plugins,
    traced: "plugins.traced:Traced",
    later: "plugins.later:Traced",
  };
  const host = await forkHost({ ...setup, plugins: dotted });
  const options = optionsFor(host.folder);
  await host.calls.prepare(options);

  // In a dotted reference TypeScript goes before JavaScript.
  host.write("plugins/traced.ts", TRACED.replace("version = 1", "version = 2"));
  host.write("plugins/later.js", TRACED.replace(/"where", .*"crash"/, ""));
  const snapshot = await host.calls.initialize(options);

  expect(statusIn(snapshot, "traced").state).toBe("active");
  expect(statusIn(snapshot, "later").state).toBe("active");
  expect(await where(host)).toMatchObject({ version: 2 });
});

test("what changed since a process took over is followed: sources, manifest and secrets", async () => {
  const host = await forkHost(setup);
  const options = optionsFor(host.folder);
  await host.calls.prepare(options);
  await host.calls.initialize(options);

  host.write(".env", "TOKEN=abc\n");
  host.write("plugins/traced.js", TRACED.replace("version = 1", "version = 2"));
  await expect.poll(() => where(host)).toMatchObject({ version: 2, letters: 3 });

  host.write("plugins.yaml", "- name: traced\n  module: ./plugins/traced.js:Traced\n");
  await host.until(({ snapshots }) => snapshots.at(-1)?.plugins.length === 1);
});

test("a process that got ready for another manifest begins anew", async () => {
  const host = await forkHost(setup);
  await host.calls.prepare(optionsFor(host.folder, { manifestFile: host.path("other.yaml") }));

  const snapshot = await host.calls.initialize(optionsFor(host.folder));

  expect(statusIn(snapshot, "traced").state).toBe("active");
});

test("a process that stands by ends when its parent does", async () => {
  const host = await forkHost(setup);
  await host.calls.prepare(optionsFor(host.folder));

  host.child.disconnect();

  expect(await host.exited).toEqual({ code: 0, signal: null });
});

test("getting ready does not stumble over a plugin that cannot be linked", async () => {
  const broken = `import "./loop/x.js"; import "./${"long/".repeat(1_000)}x.js";\n${TRACED}`;
  const host = await forkHost({ ...setup, files: { "plugins/traced.js": broken } });
  symlinkSync("loop", host.path("plugins/loop"));

  await host.calls.prepare(optionsFor(host.folder));

  const snapshot = await host.calls.initialize(optionsFor(host.folder));
  expect(statusIn(snapshot, "traced").state).toBe("failed");
  expect(statusIn(snapshot, "steady").state).toBe("active");
});

/** The numbers of threads count up: one that a plugin starts itself shows how many others were started before. */
async function spawn({ calls }: RealHost): Promise<number> {
  const { payload } = await calls.fire({ hook: "spawn", payload: {} });
  return Number(payload?.["threadId"]);
}

test("a thread in reserve takes over when the plugins' thread is lost, with the secrets of by then", async () => {
  const host = await startHost({ ...setup, options: { storedSecrets: { TOKEN: "before" } } });
  const { threadId: first } = await where(host);
  let newest = await spawn(host);
  const threadsSince = async (): Promise<number> => {
    const last = newest;
    newest = await spawn(host);
    return newest - last;
  };
  await expect.poll(threadsSince, { interval: 250 }).toBeGreaterThan(1);
  await host.calls.storedSecretsChanged({ TOKEN: "after" });

  await host.calls.fire({ hook: "crash", payload: {} });
  await host.untilPlugin("traced", ({ state }) => state === "quarantined");
  await host.calls.reload("traced");

  const { threadId: second, letters } = await where(host);
  expect(second).not.toBe(first);
  expect(second).toBeLessThan(newest);
  expect(letters).toBe("after".length);
});
