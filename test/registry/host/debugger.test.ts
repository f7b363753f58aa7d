import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { DebuggerAnswer } from "../../../schemas/index.ts";
import { attachInspector } from "./inspector-client.ts";
import { startHost, statusIn, type RealHost } from "./real-host.ts";

/** Long enough for an honest plugin on a machine that is busy with other tests. */
const CALL_DEADLINE_MS = 1_000;

const GREETER = `import { PluginBase } from "patchbay";

interface Greeting { readonly to: string }

export class Greeter extends PluginBase {
  static override readonly hooks: readonly string[] = ["greet", "greet_later"];
  #count = 0;

  greet(payload: Record<string, unknown>): void {
    const greeting: Greeting = { to: String(payload["to"]) };
    this.#count += 1;
    payload["said"] = \`hello \${greeting.to} \${this.#count}\`;
  }

  async greet_later(payload: Record<string, unknown>): Promise<void> {
    await Promise.resolve();
    payload["said"] = "later";
  }
}
`;
/** Lines of it, from 1. */
const [INSIDE_GREET, AFTER_AWAIT] = [11, 17];

async function debuggedHost(): Promise<RealHost & { file: string; url: string }> {
  const host = await startHost({
    plugins: { greeter: "./greeter.ts:Greeter", hangs: "./plugins/hangs-in-handler.js:Culprit" },
    files: { "greeter.ts": GREETER },
    options: { callDeadlineMs: CALL_DEADLINE_MS },
  });
  const url = urlOf(await host.calls.openDebugger());
  return { ...host, url, file: host.path("greeter.ts") };
}

function urlOf(answer: DebuggerAnswer): string {
  if (answer.kind !== "open") throw new Error(answer.message);
  return answer.url;
}

/** Halts outlast every deadline. That it takes longer on a slow machine changes nothing. */
async function outlastDeadlines({ calls }: RealHost): Promise<void> {
  const until = performance.now() + CALL_DEADLINE_MS * 2;
  while (performance.now() < until) await calls.snapshot();
}

test("a breakpoint in the source of a plugin that runs already halts it, and nobody is found to hang", async () => {
  const host = await debuggedHost();
  const client = await attachInspector(host.url);
  expect(await client.breakAt(host.file, INSIDE_GREET)).toBe(1);
  const fired = host.calls.fire({ hook: "greet", payload: { to: "you" } });

  const halt = await client.halted();

  expect(halt).toMatchObject({ file: host.file, line: INSIDE_GREET, functionName: "greet" });
  expect(await halt.evaluate("greeting.to")).toBe("you");
  await outlastDeadlines(host);
  await client.step();
  expect(await client.halted()).toMatchObject({ file: host.file, line: INSIDE_GREET + 1 });
  await client.resume();
  const report = await fired;
  expect(report.outcomes).toMatchObject([{ kind: "answered", plugin: "greeter" }]);
  expect(report.payload).toMatchObject({ said: "hello you 1" });
  const snapshot = await host.calls.snapshot();
  expect(snapshot.debugging).toBe(true);
  expect(statusIn(snapshot, "greeter")).toMatchObject({ state: "active", problems: [] });
});

test("what is waited for while a debugger halts the thread has its whole deadline afterwards", async () => {
  const host = await debuggedHost();
  const client = await attachInspector(host.url);
  await client.breakAt(host.file, AFTER_AWAIT);
  const fired = host.calls.fire({ hook: "greet_later", payload: {} });
  expect(await client.halted()).toMatchObject({ file: host.file, line: AFTER_AWAIT });

  await outlastDeadlines(host);
  // The connection ends as a debugger that is stopped ends it: the thread goes on by itself.
  await client.close();
  await host.calls.closeDebugger();

  expect(await fired).toMatchObject({
    outcomes: [{ kind: "answered", plugin: "greeter" }],
    payload: { said: "later" },
  });
});

test("code that is loaded anew while a debugger is attached is debugged by its new lines", async () => {
  const host = await debuggedHost();
  const client = await attachInspector(host.url);

  const text = GREETER.replace("this.#count += 1;", "// one more line\n    this.#count += 10;");
  const reports = await host.calls.sourceSaved(host.write("greeter.ts", text), text);

  expect(reports).toMatchObject([{ kind: "reloaded", plugin: "greeter" }]);
  expect(await client.breakAt(host.file, INSIDE_GREET + 1)).toBe(2);
  const fired = host.calls.fire({ hook: "greet", payload: { to: "you" } });
  expect(await client.halted()).toMatchObject({ file: host.file, line: INSIDE_GREET + 1 });
  await client.resume();
  expect((await fired).payload).toMatchObject({ said: "hello you 10" });
});

test("deadlines hold again once the debugger is closed, and nothing listens or is left on the disk", async () => {
  const host = await debuggedHost();
  const client = await attachInspector(host.url);
  const maps = client.scriptsOf(host.file).map(({ sourceMapURL = "" }) => sourceMapURL);
  const folders = maps.map((url) => path.dirname(fileURLToPath(url)));
  expect(folders.map((folder) => existsSync(folder))).toEqual([true]);

  await host.calls.closeDebugger();
  await client.ended;

  expect((await host.calls.snapshot()).debugging).toBe(false);
  expect(folders.map((folder) => existsSync(folder))).toEqual([false]);
  await expect(attachInspector(host.url)).rejects.toThrow("Nobody listens");
  await host.calls.fire({ hook: "ping", payload: {} });
  const { problems } = await host.untilPlugin("hangs", ({ state }) => state === "quarantined");
  expect(problems).toMatchObject([{ code: "plugin/hung" }]);
});

test("a host whose plugins are halted ends when it is told to", async () => {
  const host = await debuggedHost();
  const client = await attachInspector(host.url);
  await client.breakAt(host.file, INSIDE_GREET);
  const fired = host.calls.fire({ hook: "greet", payload: {} }).catch(() => undefined);
  await client.halted();

  await host.calls.shutdown();

  expect(await host.exited).toEqual({ code: 0, signal: null });
  await fired;
});

test("the debugger of a thread listens on this machine's own address only, and not unless it is asked to", async () => {
  const host = await debuggedHost();

  expect(new URL(host.url).hostname).toBe("127.0.0.1");
  expect(urlOf(await host.calls.openDebugger())).toBe(host.url);
  await host.calls.reload(null);
  expect((await host.calls.snapshot()).debugging).toBe(true);
});

test("a debugger that is restarted attaches again, and deadlines hold after the last one", async () => {
  const host = await debuggedHost();
  const first = await attachInspector(host.url);

  const closed = host.calls.closeDebugger();
  const url = urlOf(await host.calls.openDebugger());
  await closed;
  await first.ended;

  const client = await attachInspector(url);
  expect(await client.breakAt(host.file, INSIDE_GREET)).toBe(1);
  const fired = host.calls.fire({ hook: "greet", payload: { to: "you" } });
  await client.halted();
  await host.calls.closeDebugger();
  expect((await fired).outcomes).toMatchObject([{ kind: "answered", plugin: "greeter" }]);
  await host.calls.fire({ hook: "ping", payload: {} });
  await host.untilPlugin("hangs", ({ state }) => state === "quarantined");
});

test("a debugger that is asked for while a plugin holds the thread opens once that was stopped", async () => {
  const host = await startHost({
    plugins: { hangs: "./plugins/hangs-in-handler.js:Culprit" },
    options: { callDeadlineMs: CALL_DEADLINE_MS },
  });
  const fired = host.calls.fire({ hook: "ping", payload: {} });

  const url = urlOf(await host.calls.openDebugger());

  expect((await fired).outcomes).toMatchObject([{ plugin: "hangs", kind: "timed-out" }]);
  await attachInspector(url);
  expect((await host.calls.snapshot()).debugging).toBe(true);
});

test("a debugger that is closed before it is open is refused, and deadlines hold", async () => {
  const host = await startHost({
    plugins: { hangs: "./plugins/hangs-in-handler.js:Culprit" },
    options: { callDeadlineMs: CALL_DEADLINE_MS },
  });
  const opened = host.calls.openDebugger();
  await host.calls.closeDebugger();

  expect(await opened).toMatchObject({ kind: "refused" });
  expect((await host.calls.snapshot()).debugging).toBe(false);
  await host.calls.fire({ hook: "ping", payload: {} });
  await host.untilPlugin("hangs", ({ state }) => state === "quarantined");
});
