import { renameSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  forkHost,
  manifestOf,
  optionsFor,
  startHost,
  statusIn,
  type RealHost,
} from "./real-host.ts";

/** A plugin that answers `ping` by writing a word into the payload. */
function saying(word: string, extra = ""): string {
  return `import { PluginBase } from "patchbay";
export class Says extends PluginBase {
  static override readonly hooks: readonly string[] = ["ping"];
  ${extra}
  ping(payload: Record<string, unknown>): void { payload[this.name] = ${JSON.stringify(word)}; }
}
`;
}

async function answer({ calls }: RealHost): Promise<Record<string, unknown> | null> {
  return (await calls.fire({ hook: "ping", payload: {} })).payload;
}

const ONE = { one: "./plugins/one.ts:Says" };

test("a save in the editor is live when it is answered, and is one reload", async () => {
  const host = await startHost({ plugins: ONE, files: { "plugins/one.ts": saying("old") } });
  const file = host.write("plugins/one.ts", saying("new"));

  const reports = await host.calls.sourceSaved(file, saying("new"));

  expect(reports).toMatchObject([{ kind: "reloaded", plugin: "one", generation: 2 }]);
  expect(await answer(host)).toEqual({ one: "new" });
  expect(await host.calls.sourceSaved(file, saying("new"))).toEqual(reports);
  expect(statusIn(await host.calls.snapshot(), "one").generation).toBe(2);
});

test("a change that only the file system tells of is live, and told once", async () => {
  const host = await startHost({ plugins: ONE, files: { "plugins/one.ts": saying("old") } });

  host.write("plugins/one.ts", saying("new"));
  const [reports] = await host.until(({ observed }) => observed.length > 0 && observed);

  expect(reports).toMatchObject([{ kind: "reloaded", plugin: "one", generation: 2 }]);
  expect(await answer(host)).toEqual({ one: "new" });
});

test("a save by renaming another file to its name is seen", async () => {
  const host = await startHost({ plugins: ONE, files: { "plugins/one.ts": saying("old") } });

  writeFileSync(host.path("plugins/one.ts.tmp"), saying("new"));
  renameSync(host.path("plugins/one.ts.tmp"), host.path("plugins/one.ts"));
  await host.untilPlugin("one", ({ generation }) => generation === 2);

  expect(await answer(host)).toEqual({ one: "new" });
});

test("a file that is empty while it is being written is not taken for the new code", async () => {
  const host = await startHost({ plugins: ONE, files: { "plugins/one.ts": saying("old") } });

  host.write("plugins/one.ts", "");
  host.write("plugins/one.ts", saying("new"));
  await host.untilPlugin("one", ({ generation }) => generation === 2);

  expect(host.told.observed.flat().map(({ kind }) => kind)).not.toContain("rolled-back");
  expect(statusIn(await host.calls.snapshot(), "one").summary.errors).toEqual([]);
});

test("of two quick saves the last one answers", async () => {
  const host = await startHost({ plugins: ONE, files: { "plugins/one.ts": saying("old") } });
  const file = host.path("plugins/one.ts");

  host.write("plugins/one.ts", saying("first"));
  const first = host.calls.sourceSaved(file, saying("first"));
  host.write("plugins/one.ts", saying("second"));
  const second = host.calls.sourceSaved(file, saying("second"));
  await Promise.all([first, second]);

  expect(await answer(host)).toEqual({ one: "second" });
});

test("a deleted file leaves the plugin running and says what is missing; made again, it is loaded", async () => {
  const host = await startHost({ plugins: ONE, files: { "plugins/one.ts": saying("old") } });

  rmSync(host.path("plugins/one.ts"));
  const without = await host.untilPlugin("one", ({ problems }) => problems.length > 0);
  expect(without).toMatchObject({ state: "active", problems: [{ code: "module/not-found" }] });
  expect(await answer(host)).toEqual({ one: "old" });

  host.write("plugins/one.ts", saying("new"));
  await host.untilPlugin("one", ({ problems }) => problems.length === 0);
  expect(await answer(host)).toEqual({ one: "new" });
});

test("a save that does not parse keeps the old generation answering and says where", async () => {
  const host = await startHost({ plugins: ONE, files: { "plugins/one.ts": saying("old") } });
  const broken = `${saying("new")}\nexport const x = ;\n`;
  const file = host.write("plugins/one.ts", broken);

  const reports = await host.calls.sourceSaved(file, broken);

  expect(reports).toMatchObject([
    {
      kind: "rolled-back",
      generation: 1,
      problem: { code: "plugin/syntax", location: { file, line: 7, character: 17 } },
    },
  ]);
  expect(await answer(host)).toEqual({ one: "old" });
  expect(statusIn(await host.calls.snapshot(), "one").state).toBe("active");
});

test("a new generation that throws in onEnable gives way to the old one again", async () => {
  const host = await startHost({ plugins: ONE, files: { "plugins/one.ts": saying("old") } });
  const text = saying("new", `override onEnable(): void { throw new Error("not today"); }`);
  const file = host.write("plugins/one.ts", text);

  const reports = await host.calls.sourceSaved(file, text);

  expect(reports).toMatchObject([
    {
      kind: "rolled-back",
      problem: { code: "plugin/threw-on-enable", location: { file, line: 3 } },
    },
  ]);
  expect(await answer(host)).toEqual({ one: "old" });
});

test("a helper that three plugins share reloads the three and no other", async () => {
  const shared = `import { word } from "./word.js";
import { PluginBase } from "patchbay";
export class Says extends PluginBase {
  static override readonly hooks: readonly string[] = ["ping"];
  ping(payload: Record<string, unknown>): void { payload[this.name] = word(); }
}
`;
  const host = await startHost({
    plugins: {
      a: "./plugins/a.ts:Says",
      b: "./plugins/b.ts:Says",
      other: "./plugins/other.ts:Says",
      c: "./plugins/c.ts:Says",
    },
    files: {
      "plugins/a.ts": shared,
      "plugins/b.ts": shared,
      "plugins/c.ts": shared,
      "plugins/other.ts": saying("other"),
      "plugins/word.ts": `export const word = (): string => "old";\n`,
    },
  });
  const text = `export const word = (): string => "new";\n`;
  const file = host.write("plugins/word.ts", text);

  const reports = await host.calls.sourceSaved(file, text);

  expect(reports.map(({ kind, plugin }) => [kind, plugin])).toEqual([
    ["reloaded", "a"],
    ["reloaded", "b"],
    ["reloaded", "c"],
  ]);
  expect(await answer(host)).toEqual({ a: "new", b: "new", c: "new", other: "other" });
});

test("a file that no plugin imports reloads none", async () => {
  const host = await startHost({ plugins: ONE, files: { "plugins/one.ts": saying("one") } });
  const file = host.write("plugins/unrelated.ts", "export {};\n");

  expect(await host.calls.sourceSaved(file, "export {};\n")).toEqual([]);
  expect(statusIn(await host.calls.snapshot(), "one").generation).toBe(1);
});

test("a plugin whose import was missing loads as soon as the file is there", async () => {
  const host = await startHost({
    plugins: ONE,
    files: { "plugins/one.ts": `import "./later";\n${saying("one")}` },
  });
  expect(statusIn(host.first, "one").problems).toMatchObject([
    { code: "plugin/import-not-found", location: { line: 0, character: 8 } },
  ]);

  host.write("plugins/later.ts", "export {};\n");
  await host.untilPlugin("one", ({ state }) => state === "active");

  expect(await answer(host)).toEqual({ one: "one" });
});

test("a module that was missing loads as soon as its file is there", async () => {
  const host = await startHost({ plugins: { one: "./later/one.ts:Says" } });
  expect(statusIn(host.first, "one").problems).toMatchObject([{ code: "module/not-found" }]);

  host.write("later/one.ts", saying("late"));
  await host.untilPlugin("one", ({ state }) => state === "active");

  expect(await answer(host)).toEqual({ one: "late" });
});

test("a change of the manifest touches only the plugins whose entries changed", async () => {
  const plugins = { one: "./plugins/steady.js:Steady", two: "./plugins/steady.js:Steady" };
  const host = await startHost({ plugins });
  await answer(host);

  const text = `${manifestOf(plugins)}- name: three\n  module: ./plugins/steady.js:Steady\n`;
  const snapshot = await host.calls.manifestSaved(text);

  expect(snapshot.plugins.map(({ summary }) => summary.name)).toEqual(["one", "two", "three"]);
  expect(await answer(host)).toEqual({ seen: ["one 2", "two 2", "three 1"] });
});

test("a manifest that cannot be parsed is said to be, and what runs goes on", async () => {
  const host = await startHost({ plugins: { one: "./plugins/steady.js:Steady" } });

  const snapshot = await host.calls.manifestSaved("- name: [one\n");

  expect(snapshot.manifestProblems).toMatchObject([{ code: "manifest/syntax" }]);
  expect(statusIn(snapshot, "one").state).toBe("active");
  expect(await answer(host)).toEqual({ seen: ["one 1"] });
});

test("a manifest saved outside of the editor is followed", async () => {
  const host = await startHost({ plugins: { one: "./plugins/steady.js:Steady" } });

  host.write("plugins.yaml", manifestOf({ two: "./plugins/steady.js:Steady" }));
  await host.untilPlugin("two", ({ state }) => state === "active");

  expect(await answer(host)).toEqual({ seen: ["two 1"] });
});

test("a manifest that is emptied and written, or deleted and made again, disturbs no plugin", async () => {
  const plugins = { one: "./plugins/steady.js:Steady" };
  const host = await startHost({ plugins });
  await answer(host);

  host.write("plugins.yaml", "");
  host.write("plugins.yaml", `# first\n${manifestOf(plugins)}`);
  rmSync(host.path("plugins.yaml"));
  host.write("plugins.yaml", manifestOf({ ...plugins, two: "./plugins/steady.js:Steady" }));
  await host.untilPlugin("two", ({ state }) => state === "active");

  expect(await answer(host)).toEqual({ seen: ["one 2", "two 1"] });
});

function steadyFromBelow(name: string): string {
  return `- name: ${name}\n  module: ../../plugins/steady.js:Steady\n`;
}

test("a manifest is followed again however often its folder is deleted or renamed, and made again", async () => {
  const host = await forkHost({
    plugins: "",
    files: { "config/deep/plugins.yaml": steadyFromBelow("first") },
  });
  const manifestFile = host.path("config/deep/plugins.yaml");
  await host.calls.initialize(optionsFor(host.folder, { manifestFile }));
  const folder = host.path("config");
  const lose = [
    () => rmSync(folder, { recursive: true }),
    () => renameSync(folder, `${folder}-${Date.now()}`),
    () => rmSync(host.path("config/deep"), { recursive: true }),
    () => rmSync(host.path("config/deep/plugins.yaml")),
  ];
  for (const [round, forget] of [...lose, ...lose].entries()) {
    const before = round === 0 ? "first" : `round${round - 1}`;
    await host.untilPlugin(before, ({ state }) => state === "active");
    forget();
    // Half the time it is made again before anybody can have noticed.
    if (round < lose.length) {
      await host.until(
        ({ snapshots }) => snapshots.at(-1)?.manifestProblems[0]?.code === "manifest/missing",
      );
    }
    host.write("config/deep/plugins.yaml", steadyFromBelow(`round${round}`));
  }
  await host.untilPlugin(`round${lose.length * 2 - 1}`, ({ state }) => state === "active");
});

test("a manifest that is missing, a folder, or empty crashes nothing", async () => {
  const host = await startHost({ plugins: "" });
  expect(host.first).toMatchObject({ plugins: [], manifestProblems: [] });

  const missing = await startHost({
    plugins: "",
    options: { manifestFile: host.path("nowhere/plugins.yaml") },
  });
  expect(missing.first.manifestProblems).toMatchObject([{ code: "manifest/missing" }]);

  const folder = await startHost({ plugins: "", options: { manifestFile: host.path("plugins") } });
  expect(folder.first.manifestProblems).toMatchObject([{ code: "manifest/unreadable" }]);
});

test("a Python plugin is known and not run, and says so", async () => {
  const host = await startHost({
    plugins: { snake: "./plugins/snake.py:Snake" },
    files: { "plugins/snake.py": "class Snake:\n    name = 'snake'\n" },
  });

  expect(statusIn(host.first, "snake")).toMatchObject({
    state: "unloaded",
    problems: [{ code: "plugin/no-runtime" }],
  });
});

test("a change of .env is seen without a restart", async () => {
  const needs = `import { PluginBase } from "patchbay";
export class Says extends PluginBase { static override readonly requiredSecrets: readonly string[] = ["PATCHBAY_TEST_TOKEN"]; }
`;
  const host = await startHost({ plugins: ONE, files: { "plugins/one.ts": needs } });
  expect(statusIn(host.first, "one").secrets).toMatchObject([{ kind: "missing" }]);

  host.write(".env", "PATCHBAY_TEST_TOKEN=s3cret-value\n");
  const status = await host.untilPlugin("one", ({ secrets }) => secrets[0]?.kind === "present");

  expect(status.secrets).toMatchObject([{ source: { kind: "dotenv" } }]);
  expect(JSON.stringify(host.told)).not.toContain("s3cret-value");
});

test("a stored secret that a plugin throws and prints reaches nobody", async () => {
  const leaks = `import { PluginBase } from "patchbay";
export class Says extends PluginBase {
  static override readonly hooks: readonly string[] = ["ping"];
  ping(): void {
    const token = this.getSecret("PATCHBAY_TEST_TOKEN");
    console.log("token", token);
    throw new Error("refused " + token);
  }
}
`;
  const host = await startHost({
    plugins: ONE,
    files: { "plugins/one.ts": leaks },
    options: { storedSecrets: { PATCHBAY_TEST_TOKEN: "s3cret-value" } },
  });

  const report = await host.calls.fire({ hook: "ping", payload: {} });
  await host.until(({ lines }) => lines.length > 0);

  expect(report.outcomes).toMatchObject([{ kind: "threw", problem: { location: { line: 6 } } }]);
  const all = JSON.stringify([report, host.told, await host.calls.records(), host.output()]);
  expect(all).toContain("refused");
  expect(all).not.toContain("s3cret-value");
});
