import { expect, test } from "vitest";
import { startHost, statusIn, type RealHost } from "./real-host.ts";

/** A plugin whose class has this body. */
function plugin(body: string): string {
  return `import { PluginBase } from "patchbay";
export class Culprit extends PluginBase {
  static hooks = ["ping"];
  ${body}
}`;
}

const HARMLESS = plugin("ping(payload) { payload.culprit = true; }");

function startAround(source: string): ReturnType<typeof startHost> {
  return startHost({
    plugins: {
      before: "./plugins/steady.js:Steady",
      culprit: "./plugins/culprit.js:Culprit",
      after: "./plugins/steady.js:Steady",
    },
    files: { "plugins/culprit.js": source },
  });
}

async function ping({ calls }: RealHost): Promise<Record<string, unknown> | null> {
  return (await calls.fire({ hook: "ping", payload: {} })).payload;
}

/** Who answers, and how often each has by now in its thread. */
async function seenBy(host: RealHost): Promise<{ plugin: string; count: number }[]> {
  const { seen } = (await ping(host)) as { seen: string[] };
  return seen.map((one) => {
    const [name = "", count] = one.split(" ");
    return { plugin: name, count: Number(count) };
  });
}

test("a plugin that ends the process in its first onEnable has that one problem, and is quarantined", async () => {
  const host = await startAround(plugin("onEnable() { process.exit(1); }"));

  const culprit = statusIn(host.first, "culprit");
  expect(culprit.state).toBe("quarantined");
  expect(culprit.problems).toMatchObject([{ code: "plugin/exited" }]);
  expect(culprit.summary.errors).toHaveLength(1);
  expect(await ping(host)).toEqual({ seen: ["before 1", "after 1"] });
});

test("new code that ends the process in its onEnable is rolled back, and everybody keeps their state", async () => {
  const host = await startAround(HARMLESS);
  await ping(host);
  const text = plugin("onEnable() { process.exit(1); }");

  const reports = await host.calls.sourceSaved(host.write("plugins/culprit.js", text), text);

  expect(reports).toMatchObject([
    { kind: "rolled-back", plugin: "culprit", problem: { code: "plugin/exited" } },
  ]);
  const culprit = statusIn(await host.calls.snapshot(), "culprit");
  expect(culprit).toMatchObject({
    state: "active",
    isOutdated: true,
    problems: [{ code: "plugin/exited" }],
  });
  expect(culprit.summary.errors).toHaveLength(1);
  expect(await ping(host)).toEqual({ culprit: true, seen: ["before 2", "after 2"] });
});

test.each([
  ["at import", `for (;;);\n${HARMLESS}`],
  ["in its constructor", plugin("constructor(...given) { super(...given); for (;;); }")],
  ["in onEnable", plugin("onEnable() { for (;;); }")],
  ["in onReload", plugin("onReload() { for (;;); }")],
])(
  "new code that hangs %s is set aside, and the others serve again, loaded anew",
  async (_where, text) => {
    const host = await startAround(HARMLESS);
    await ping(host);

    const reports = await host.calls.sourceSaved(host.write("plugins/culprit.js", text), text);

    expect(reports).toMatchObject([
      { kind: "rolled-back", plugin: "culprit", problem: { code: "plugin/hung" } },
    ]);
    expect(statusIn(await host.calls.snapshot(), "culprit").state).toBe("quarantined");
    expect(await ping(host)).toEqual({ seen: ["before 1", "after 1"] });
  },
);

function manifest(enabled: boolean): string {
  return `- name: before
  module: ./plugins/steady.js:Steady
- name: culprit
  module: ./plugins/culprit.js:Culprit
  enabled: ${enabled}
`;
}

test("a plugin that hangs when it is enabled is set aside, and the others serve again, loaded anew", async () => {
  const host = await startHost({
    plugins: manifest(false),
    files: { "plugins/culprit.js": plugin("onEnable() { for (;;); }") },
  });
  await ping(host);

  const snapshot = await host.calls.manifestSaved(manifest(true));

  expect(statusIn(snapshot, "culprit")).toMatchObject({
    state: "quarantined",
    problems: [{ code: "plugin/hung" }],
  });
  expect(await ping(host)).toEqual({ seen: ["before 1"] });
});

test("a plugin that calls itself without end in its finally is stopped, and the others serve again", async () => {
  const host = await startAround(
    plugin("ping() { const again = () => { try { again(); } finally { again(); } }; again(); }"),
  );

  await ping(host);

  const culprit = await host.untilPlugin("culprit", ({ state }) => state === "quarantined");
  expect(culprit.problems).toMatchObject([{ code: "plugin/hung" }]);
  expect((await seenBy(host)).map(({ plugin: name }) => name)).toEqual(["before", "after"]);
});

test("a wrapper that hangs before the others are called is stopped, and they keep their state", async () => {
  const host = await startAround(plugin("*ping(payload) { if (payload.hang) for (;;); yield; }"));
  expect(await ping(host)).toEqual({ seen: ["before 1", "after 1"] });

  await host.calls.fire({ hook: "ping", payload: { hang: true } });

  const culprit = await host.untilPlugin("culprit", ({ state }) => state === "quarantined");
  expect(culprit.problems).toMatchObject([{ code: "plugin/hung" }]);
  for (const { count } of await seenBy(host)) expect(count).toBeGreaterThan(1);
});
