import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import type { FireReport } from "../../../schemas/index.ts";
import { startHost, statusIn, type RealHost } from "./real-host.ts";

/** What a plugin does here is counted, not timed: no machine is too slow for it. */
const PATIENT = { callDeadlineMs: 100_000 } as const;

/** Two well-behaved plugins around one that is not. */
function around(fixture: string, className = "Culprit"): Record<string, string> {
  return {
    before: "./plugins/steady.js:Steady",
    culprit: `./plugins/${fixture}.js:${className}`,
    after: "./plugins/steady.js:Steady",
  };
}

async function othersAnswer({ calls }: RealHost): Promise<void> {
  const { payload } = await calls.fire({ hook: "ping", payload: {} });
  const seen = (payload?.["seen"] ?? []) as string[];
  expect(seen.map((one) => one.split(" ")[0])).toEqual(["before", "after"]);
}

/** As long as it is quarantined, however it was stopped. */
async function culpritIsPassedOver({ calls }: RealHost): Promise<void> {
  const { outcomes } = await calls.fire({ hook: "ping", payload: {} });
  expect(outcomes).toMatchObject([
    { kind: "answered", plugin: "before" },
    { kind: "skipped", plugin: "culprit", reason: "quarantined" },
    { kind: "answered", plugin: "after" },
  ]);
}

function outcomeOf(report: FireReport, plugin: string): FireReport["outcomes"][number] | undefined {
  return report.outcomes.find((outcome) => outcome.plugin === plugin);
}

test.each([
  ["holds the thread in a handler", "hangs-in-handler"],
  ["holds the thread after an await", "hangs-after-await"],
  ["holds the thread in a timer", "hangs-in-timer"],
  ["awaits nothing without end", "hangs-in-microtasks"],
])("a plugin that %s is quarantined, and the others answer again", async (_what, fixture) => {
  const host = await startHost({ plugins: around(fixture) });
  await host.calls.fire({ hook: "ping", payload: {} });

  const culprit = await host.untilPlugin("culprit", ({ state }) => state === "quarantined");

  const file = host.path(`plugins/${fixture}.js`);
  expect(culprit.problems).toMatchObject([{ code: "plugin/hung", location: { file } }]);
  await othersAnswer(host);
  await culpritIsPassedOver(host);
});

test.each([
  ["in a handler", "hangs-in-handler"],
  ["after an await", "hangs-after-await"],
  ["in a regular expression", "hangs-in-regexp"],
])(
  "a fire in which a plugin hangs %s goes on with the plugins after it, and they keep their state",
  async (_where, fixture) => {
    const host = await startHost({ plugins: around(fixture) });
    await host.calls.fire({ hook: "ping", payload: {}, source: "culprit" });

    const report = await host.calls.fire({ hook: "ping", payload: { given: true } });

    expect(report.outcomes).toMatchObject([
      { kind: "answered", plugin: "before" },
      { kind: "timed-out", plugin: "culprit", problem: { code: "plugin/hung" } },
      { kind: "answered", plugin: "after" },
    ]);
    expect(report.payload).toEqual({ given: true, seen: ["before 2", "after 2"] });
    const { problems, summary } = statusIn(await host.calls.snapshot(), "culprit");
    expect(summary.errors).toEqual(problems.map(({ message }) => message));
    expect((await host.calls.fire({ hook: "ping", payload: {} })).payload).toEqual({
      seen: ["before 3", "after 3"],
    });
  },
);

test("a plugin that holds the thread is noticed however many go on asking for something", async () => {
  const host = await startHost({ plugins: around("hangs-in-handler") });
  const asking = setInterval(() => {
    host.calls.history("before", "ping").catch(() => undefined);
  }, 1);
  onTestFinished(() => clearInterval(asking));

  void host.calls.fire({ hook: "ping", payload: {} }).catch(() => undefined);

  await host.untilPlugin("culprit", ({ state }) => state === "quarantined");
});

test("one plugin after the other may hang in one fire, and each is quarantined for itself", async () => {
  const hangs = "./plugins/hangs-in-handler.js:Culprit";
  const host = await startHost({
    plugins: { first: hangs, steady: "./plugins/steady.js:Steady", second: hangs },
    options: { callDeadlineMs: 500 },
  });

  const report = await host.calls.fire({ hook: "ping", payload: {} });

  expect(report.outcomes.map(({ kind }) => kind)).toEqual(["timed-out", "answered", "timed-out"]);
  await host.untilPlugin("first", ({ state }) => state === "quarantined");
  await host.untilPlugin("second", ({ state }) => state === "quarantined");
  await host.untilPlugin("steady", ({ state }) => state === "active");
});

test("a plugin that called one that hung is told of as stopped with it, and stays in service", async () => {
  const emits = `import { PluginBase } from "patchbay";
export class Emits extends PluginBase {
  static hooks = ["start"];
  start() { void this.emit("ping", {}); }
}`;
  const host = await startHost({
    plugins: {
      emits: "./plugins/emits.js:Emits",
      culprit: "./plugins/hangs-in-handler.js:Culprit",
      after: "./plugins/steady.js:Steady",
    },
    files: { "plugins/emits.js": emits },
  });

  const report = await host.calls.fire({ hook: "start", payload: {} });

  expect(report.outcomes).toMatchObject([
    { kind: "threw", plugin: "emits", problem: { code: "plugin/interrupted" } },
  ]);
  await host.untilPlugin("culprit", ({ state }) => state === "quarantined");
  await host.untilPlugin("emits", ({ state }) => state === "active");
  expect((await host.calls.fire({ hook: "ping", payload: {} })).payload).toEqual({
    seen: ["after 2"],
  });
});

test.each([
  ["without waiting", "void this.emit('pong', {})"],
  ["and waits for each", "await this.emit('pong', {})"],
  ["its own hook", "await this.emit('ping', {}); await null"],
])(
  "a plugin that emits without end %s is quarantined, and the others keep their state",
  async (_how, step) => {
    const floods = `import { PluginBase } from "patchbay";
export class Culprit extends PluginBase {
  static hooks = ["ping"];
  async ping() { for (;;) { ${step}; } }
}`;
    const host = await startHost({
      plugins: around("floods"),
      files: { "plugins/floods.js": floods },
      options: PATIENT,
    });
    void host.calls.fire({ hook: "ping", payload: {} });

    const culprit = await host.untilPlugin("culprit", ({ state }) => state === "quarantined");

    expect(culprit.problems).toMatchObject([{ code: "plugin/flooded" }]);
    await othersAnswer(host);
  },
);

/** A plugin that answers one event with another. */
function echo(hook: string, said: string): string {
  return `import { PluginBase } from "patchbay";
export class Culprit extends PluginBase {
  static hooks = ["${hook}"];
  async ${hook}() { await this.emit("${said}", {}); }
}`;
}

test("two plugins that answer each other without end are stopped", async () => {
  const host = await startHost({
    plugins: {
      one: "./plugins/one.js:Culprit",
      two: "./plugins/two.js:Culprit",
      after: "./plugins/steady.js:Steady",
    },
    files: { "plugins/one.js": echo("ask", "reply"), "plugins/two.js": echo("reply", "ask") },
    options: PATIENT,
  });

  await host.calls.fire({ hook: "ask", payload: {} });

  const stopped = await host.until(({ snapshots }) =>
    snapshots.at(-1)?.plugins.find(({ state }) => state === "quarantined"),
  );
  expect(stopped.problems).toMatchObject([{ code: "plugin/flooded" }]);
  await host.untilPlugin("after", ({ state }) => state === "active");
});

test.each([
  ["at import", "hangs-on-import"],
  ["in its constructor", "hangs-in-constructor"],
  ["in onEnable", "hangs-on-enable"],
  ["in onEnable in that it awaits nothing without end", "awaits-on-enable"],
])("a plugin that hangs %s is the only one that does not start", async (_where, fixture) => {
  const host = await startHost({ plugins: around(fixture) });

  expect(host.first.plugins.map(({ state }) => state)).toEqual(["active", "quarantined", "active"]);
  expect(statusIn(host.first, "culprit").problems).toMatchObject([{ code: "plugin/hung" }]);
  await othersAnswer(host);
});

test("a plugin that hangs in onDisable does not keep the host from ending", async () => {
  const host = await startHost({ plugins: around("hangs-on-disable") });

  await Promise.race([host.calls.shutdown(), host.exited]);

  // By itself; or, where the machine takes its time to end the thread, as one whose thread does not end.
  expect([
    { code: 0, signal: null },
    { code: null, signal: "SIGKILL" },
  ]).toContainEqual(await host.exited);
});

test("a handler that never answers is given up at its deadline and stays in service", async () => {
  const host = await startHost({ plugins: around("never-resolves") });

  const report = await host.calls.fire({ hook: "ping", payload: {} });

  expect(outcomeOf(report, "culprit")).toMatchObject({ kind: "timed-out" });
  expect(outcomeOf(report, "after")).toMatchObject({ kind: "answered" });
  expect(statusIn(await host.calls.snapshot(), "culprit").state).toBe("active");
});

test.each([
  ["ends the process in a handler", "exits", "plugin/exited"],
  ["ends the process in a timer", "exits-later", "plugin/exited"],
  ["kills the process", "kills-itself", "plugin/exited"],
  ["throws where nobody catches", "throws-in-timer", "plugin/crashed"],
])(
  "a plugin that %s is quarantined, and the others keep their state",
  async (_what, fixture, code) => {
    const host = await startHost({ plugins: around(fixture) });
    await host.calls.fire({ hook: "ping", payload: {} });

    const culprit = await host.untilPlugin("culprit", ({ state }) => state === "quarantined");

    expect(culprit.problems).toMatchObject([{ code }]);
    const { payload } = await host.calls.fire({ hook: "ping", payload: {} });
    expect(payload).toEqual({ seen: ["before 2", "after 2"] });
  },
);

test.each([
  ["at import", "throws-on-import", "failed", "plugin/threw-on-import"],
  ["in its constructor", "throws-in-constructor", "failed", "plugin/threw-on-construct"],
  ["in onEnable", "throws-on-enable", "active", "plugin/threw-on-enable"],
])(
  "a plugin that throws %s says where, and the others start",
  async (_where, fixture, state, code) => {
    const host = await startHost({ plugins: around(fixture) });

    const culprit = statusIn(host.first, "culprit");
    expect(culprit).toMatchObject({ state, problems: [{ code }] });
    expect(culprit.problems[0]?.location).toMatchObject({
      file: host.path(`plugins/${fixture}.js`),
    });
    expect(statusIn(host.first, "after").state).toBe("active");
  },
);

test("rejections that nobody handles are counted, and too many end in quarantine", async () => {
  const host = await startHost({ plugins: around("rejects-unhandled") });

  await host.calls.fire({ hook: "ping", payload: {} });
  const warned = await host.untilPlugin("culprit", ({ summary }) => summary.errors.length > 0);
  expect(warned.state).toBe("active");

  for (let time = 0; time < 5; time += 1) await host.calls.fire({ hook: "ping", payload: {} });
  const stopped = await host.untilPlugin("culprit", ({ state }) => state === "quarantined");
  expect(stopped.problems).toMatchObject([{ code: "plugin/crashed" }]);
  await othersAnswer(host);
});

test("a plugin that uses up the memory is quarantined, and the others answer again", async () => {
  const host = await startHost({
    plugins: around("exhausts-heap"),
    options: { heapLimitMb: 48, ...PATIENT },
  });
  await host.calls.fire({ hook: "ping", payload: {} });

  const culprit = await host.untilPlugin("culprit", ({ state }) => state === "quarantined");

  expect(culprit.problems).toMatchObject([{ code: "plugin/crashed" }]);
  const record = (await host.calls.records()).find(({ name }) => name === "culprit");
  expect(record?.hook_stats["ping"]).toMatchObject({ invocations: 1, failures: 1 });
  expect(record?.hook_history["ping"]).toMatchObject([{ status: "error" }]);
  await othersAnswer(host);
  await culpritIsPassedOver(host);
});

test("a plugin that floods its log is cut short, then quarantined", async () => {
  const host = await startHost({
    plugins: around("floods-log"),
    options: PATIENT,
  });
  await host.calls.fire({ hook: "ping", payload: {} });

  const culprit = await host.untilPlugin("culprit", ({ state }) => state === "quarantined");

  expect(culprit.problems).toMatchObject([{ code: "plugin/flooded" }]);
  expect(host.told.lines.length).toBeLessThan(5_000);
  await othersAnswer(host);
});

test("a flood of events reaches the editor in few and small batches", async () => {
  const host = await startHost({
    plugins: { culprit: "./plugins/floods-events.js:Culprit" },
    options: PATIENT,
  });
  await host.calls.fire({ hook: "ping", payload: {} });
  await host.until(({ samples }) => samples.length > 0);

  expect(Math.max(...host.told.samples.map(({ length }) => length))).toBeLessThanOrEqual(500);
});

test("a payload that cannot be carried is said to be, and the handlers' outcomes are kept", async () => {
  const host = await startHost({ plugins: around("unclonable") });

  const report = await host.calls.fire({ hook: "ping", payload: {} });

  expect(report.payload).toBeNull();
  expect(report.payloadProblem).toContain("could not be cloned");
  expect(report.outcomes.map(({ kind }) => kind)).toEqual(["answered", "answered", "answered"]);
});

test("what a plugin prints becomes log lines of that plugin and never disturbs the protocol", async () => {
  const host = await startHost({ plugins: around("writes-garbage") });
  await host.calls.fire({ hook: "ping", payload: {} });

  await host.until(({ lines }) => lines.some(({ message }) => message === "a warning"));

  const lines = host.told.lines.filter(({ plugin }) => plugin === "culprit");
  expect(lines).toContainEqual(
    expect.objectContaining({ level: "error", message: "an error line" }),
  );
  expect(lines).toContainEqual(
    expect.objectContaining({ level: "info", message: "a line with an argument" }),
  );
  expect(host.output()).toBe("");
  await othersAnswer(host);
});

test("a plugin that native code holds has the others served elsewhere, and at last the process replaced without it", async () => {
  const host = await startHost({ plugins: around("hangs-natively") });
  const { outcomes } = await host.calls.fire({ hook: "ping", payload: {} });
  expect(outcomes).toContainEqual(
    expect.objectContaining({ plugin: "culprit", kind: "timed-out" }),
  );
  await othersAnswer(host);

  const stuck = await host.until((told) => told.stuck[0] ?? undefined);
  expect(stuck).toMatchObject({ plugin: "culprit", problem: { code: "plugin/hung" } });
  expect(await host.exited).toMatchObject({ signal: "SIGKILL" });

  const next = await startHost({
    plugins: around("hangs-natively"),
    options: { quarantined: { culprit: stuck.problem } },
  });
  expect(statusIn(next.first, "culprit").state).toBe("quarantined");
  await othersAnswer(next);
});

test("what was counted before a thread was lost is still there afterwards", async () => {
  const host = await startHost({ plugins: around("hangs-in-handler") });
  await host.calls.fire({ hook: "ping", payload: {}, source: "culprit" });
  await host.untilPlugin("before", ({ summary }) => summary.hook_stats["ping"]?.invocations === 1);

  await host.calls.fire({ hook: "ping", payload: {} });
  await host.untilPlugin("culprit", ({ state }) => state === "quarantined");
  await host.calls.fire({ hook: "ping", payload: {} });

  const records = await host.calls.records();
  const before = records.find(({ name }) => name === "before");
  expect(before?.hook_stats["ping"]?.invocations).toBeGreaterThanOrEqual(2);
  expect(before?.hook_history["ping"]?.length).toBeGreaterThanOrEqual(2);
});

test("reloading a quarantined plugin gives it another chance", async () => {
  const host = await startHost({ plugins: around("hangs-in-handler") });
  await host.calls.fire({ hook: "ping", payload: {} });
  await host.untilPlugin("culprit", ({ state }) => state === "quarantined");
  host.write("plugins/hangs-in-handler.js", "");
  const text = `import { PluginBase } from "patchbay";
export class Culprit extends PluginBase { static hooks = ["ping"]; ping() {} }`;
  host.write("plugins/hangs-in-handler.js", text);

  const reports = await host.calls.reload("culprit");

  expect(reports).toMatchObject([{ kind: "reloaded", plugin: "culprit" }]);
  expect(statusIn(await host.calls.snapshot(), "culprit")).toMatchObject({
    state: "active",
    problems: [],
  });
});

test("a host whose parent disconnects disables its plugins and exits", async () => {
  const marker = `import { PluginBase } from "patchbay";
import { appendFileSync } from "node:fs";
export class Steady extends PluginBase {
  onDisable() { appendFileSync(new URL("../order.txt", import.meta.url), this.name + "\\n"); }
}`;
  const host = await startHost({
    plugins: { one: "./plugins/marks.js:Steady", two: "./plugins/marks.js:Steady" },
    files: { "plugins/marks.js": marker },
  });
  host.child.disconnect();

  expect(await host.exited).toEqual({ code: 0, signal: null });
  expect(readFileSync(host.path("order.txt"), "utf8")).toBe("two\none\n");
});
