import { expect, test } from "vitest";
import { manifestOf, startHost, type RealHost } from "./real-host.ts";

const PLUGINS = { beats: "./plugins/beats.js:Beats", witness: "./plugins/witness.js:Witness" };

/** A plugin that starts what it never ends, and says by whom a sign of life was given. */
function beating(word: string, start: string): string {
  return `import { PluginBase } from "patchbay";
import * as timers from "node:timers";
import { setInterval as ticks, setTimeout as wait, scheduler } from "node:timers/promises";
import { promisify } from "node:util";
const beat = () => { (globalThis.beats ??= []).push(${JSON.stringify(word)}); };
export class Beats extends PluginBase {
  static hooks = ["fail"];
  onEnable() { ${start}; }
  fail() { process.exit(1); }
}`;
}

/** Looks for signs of life while it waits for timers of its own, and for an event of the process. */
const WITNESS = `import { PluginBase } from "patchbay";
export class Witness extends PluginBase {
  static hooks = ["look"];
  async look(payload) {
    globalThis.beats = [];
    for (let turn = 0; turn < 10; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 3));
      process.emit("beat");
    }
    payload.heard = [...new Set(globalThis.beats)];
  }
}`;

async function heard({ calls }: RealHost): Promise<unknown> {
  return (await calls.fire({ hook: "look", payload: {} })).payload?.["heard"];
}

const STARTS = [
  ["an interval", "setInterval(beat, 1)"],
  [
    "a timer that sets itself again",
    "const again = () => { beat(); setTimeout(again, 1); }; again()",
  ],
  ["an interval of node:timers", "timers.setInterval(beat, 1)"],
  [
    "an interval of node:timers/promises",
    "void (async () => { for await (const _ of ticks(1)) beat(); })()",
  ],
  [
    "a loop that waits by node:timers/promises",
    "void (async () => { for (;;) { await wait(1); beat(); await scheduler.wait(1); } })()",
  ],
  [
    "a loop that waits by a timer made a promise",
    "void (async () => { for (;;) { await promisify(setTimeout)(1); beat(); } })()",
  ],
  ["a listener of the process", "process.on('beat', beat)"],
] as const;

for (const [what, start] of STARTS) {
  const files = { "plugins/beats.js": beating("old", start), "plugins/witness.js": WITNESS };

  test(`${what} ends when its plugin is reloaded, and that of the new code goes on`, async () => {
    const host = await startHost({ plugins: PLUGINS, files });
    expect(await heard(host)).toEqual(["old"]);
    const text = beating("new", start);

    await host.calls.sourceSaved(host.write("plugins/beats.js", text), text);

    expect(await heard(host)).toEqual(["new"]);
  });

  test(`${what} ends when its plugin is disabled or stopped`, async () => {
    const host = await startHost({ plugins: PLUGINS, files });
    const manifest = manifestOf(PLUGINS);

    await host.calls.manifestSaved(
      manifest.replace("- name: beats", "- name: beats\n  enabled: false"),
    );
    expect(await heard(host)).toEqual([]);

    await host.calls.manifestSaved(`${manifest}# again\n`);
    expect(await heard(host)).toEqual(["old"]);

    await host.calls.fire({ hook: "fail", payload: {} });
    await host.untilPlugin("beats", ({ state }) => state === "quarantined");
    expect(await heard(host)).toEqual([]);
  });
}

test("what a new generation started ends when it is rolled back, and the old one goes on", async () => {
  const [, start] = STARTS[0];
  const files = { "plugins/beats.js": beating("old", start), "plugins/witness.js": WITNESS };
  const host = await startHost({ plugins: PLUGINS, files });
  const text = beating("new", `${start}; throw new Error("not today")`);

  const reports = await host.calls.sourceSaved(host.write("plugins/beats.js", text), text);

  expect(reports).toMatchObject([{ kind: "rolled-back" }]);
  expect(await heard(host)).toEqual(["old"]);
});

/** A plugin that logs a word, and calls others without waiting for them. */
function emitting(word: string): string {
  return `import { PluginBase } from "patchbay";
export class Beats extends PluginBase {
  static hooks = ["start"];
  start() { this.log.info(${JSON.stringify(word)}); void this.emit("stall", {}); }
}`;
}

test("what waits since a plugin's code ran goes on waiting when that plugin is replaced", async () => {
  const host = await startHost({
    plugins: { beats: PLUGINS.beats, stalls: "./plugins/stalls.js:Stalls" },
    files: {
      "plugins/beats.js": emitting("old"),
      "plugins/stalls.js": `import { PluginBase } from "patchbay";
export class Stalls extends PluginBase {
  static hooks = ["stall"];
  stall() { return new Promise(() => {}); }
}`,
    },
  });
  await host.calls.fire({ hook: "start", payload: {} });
  const text = emitting("new");
  await host.calls.sourceSaved(host.write("plugins/beats.js", text), text);

  const report = await host.calls.fire({ hook: "stall", payload: {} });
  await host.calls.fire({ hook: "start", payload: {} });

  expect(report.outcomes).toMatchObject([{ kind: "timed-out", plugin: "stalls" }]);
  await host.until(({ lines }) => lines.some(({ message }) => message === "new"));
});
