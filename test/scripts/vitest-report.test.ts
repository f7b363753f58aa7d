import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { projectFolder } from "../../scripts/base/folders.mjs";
import { runProcess } from "../../scripts/base/processes.mjs";
import { REPORT_FILE } from "../../scripts/stages/vitest-report.mjs";

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "patchbay-report-")));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs Vitest on files that are nobody's tests. The config keeps it from looking for another one. */
async function tallyOfFiles(files: Readonly<Record<string, string>>): Promise<unknown> {
  await writeFile(path.join(folder, "vitest.config.mjs"), "export default {}");
  await mkdir(path.join(folder, "of"));
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(folder, "of", name), text);
  }
  const reportFile = path.join(folder, "results/report.json");
  const { output } = await runProcess(
    process.execPath,
    [
      path.join(projectFolder, "node_modules/vitest/vitest.mjs"),
      "run",
      "--globals",
      `--root=${folder}`,
      `--reporter=${path.join(projectFolder, "scripts/stages/vitest-report.mjs")}`,
    ],
    { cwd: folder, env: { [REPORT_FILE]: reportFile } },
  );
  const text = await readFile(reportFile, "utf8").catch(() => null);
  if (text === null) throw new Error(`Vitest left no report, but said:\n${output}`);
  return JSON.parse(text);
}

/** As failures are named: from the project's folder. */
const named = (file: string): string =>
  path.relative(projectFolder, path.join(folder, "of", file)).replaceAll(path.sep, "/");

test("whatever fails in a file of tests is named with what it said, wherever it does", async () => {
  const tally = await tallyOfFiles({
    "adds.test.js": `test("adds", () => {}); describe("of two", () => test("adds wrongly", () => { expect([1]).toEqual([2]); }));`,
    "broken.test.js": `throw new Error("cannot be loaded");`,
    "hook.test.js": `describe("in a group", () => { beforeAll(() => { throw new Error("no setup"); }); test("never ran", () => {}); });`,
    "stray.test.js": `test("passes", async () => { setTimeout(() => { throw new Error("astray"); }); await new Promise((done) => setTimeout(done, 1)); });`,
  });

  expect(tally).toEqual({
    passed: 2,
    failures: expect.arrayContaining([
      {
        name: `${named("adds.test.js")} > of two > adds wrongly`,
        message: expect.stringMatching(
          /^AssertionError: expected \[ 1 \][^]*adds\.test\.js:1:[^]*-\s+2,/,
        ),
      },
      { name: named("broken.test.js"), message: expect.stringContaining("cannot be loaded") },
      {
        name: `${named("hook.test.js")} > in a group`,
        message: expect.stringContaining("no setup"),
      },
      {
        name: `uncaught during ${named("stray.test.js")} > passes`,
        message: expect.stringContaining("astray"),
      },
    ]),
  });
  expect(tally).toHaveProperty("failures.length", 4);
});
