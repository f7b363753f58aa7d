import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followResults } from "../../scripts/extension-host/results.mjs";
import { tallyOfPlaywright } from "../../scripts/stages/playwright-report.mjs";
import { type Tally, tallyOf } from "../../scripts/stages/tally.mjs";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "patchbay-stages-"));
  file = path.join(folder, "results");
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const read = (tally: Tally) => tally;
const failure = { name: "one", message: "no" };

test("a runner's own results are taken", async () => {
  const tally = { passed: 5, failures: [failure] };
  await writeFile(file, JSON.stringify(tally));
  expect(await tallyOf({ code: 1, reportFile: file, read })).toEqual(tally);
});

test("a runner that failed with every test passed is a failure", async () => {
  await writeFile(file, JSON.stringify({ passed: 5, failures: [] }));
  const tally = await tallyOf({ code: 1, reportFile: file, read });
  expect(tally).toMatchObject({ passed: 5, failures: [{ name: "the test runner" }] });
});

test("a runner that ran nothing is a failure", async () => {
  await writeFile(file, JSON.stringify({ passed: 0, failures: [] }));
  const tally = await tallyOf({ code: 0, reportFile: file, read });
  expect(tally).toMatchObject({ passed: 0, failures: [{ name: "the test runner" }] });
});

test("a runner that left no report is a failure", async () => {
  const tally = await tallyOf({ code: 0, reportFile: file, read });
  expect(tally).toMatchObject({ passed: 0, failures: [{ name: "the test runner" }] });
});

const line = (event: object): string => `${JSON.stringify(event)}\n`;

test("the suite's results are counted until it has ended", async () => {
  const results = followResults(file, new AbortController().signal);
  await appendFile(file, line({ kind: "passed", title: "one" }));
  await appendFile(file, line({ kind: "failed", title: "two", message: "no" }).slice(0, 10));
  await appendFile(file, line({ kind: "failed", title: "two", message: "no" }).slice(10));
  await appendFile(file, line({ kind: "ended" }));
  expect(await results).toEqual({ passed: 1, failures: [{ name: "two", message: "no" }] });
});

test("a suite whose editor ended before it did is a failure", async () => {
  const ending = new AbortController();
  await writeFile(file, line({ kind: "passed", title: "one" }));
  ending.abort();
  const tally = await followResults(file, ending.signal);
  expect(tally).toMatchObject({ passed: 1, failures: [{ name: "the suite" }] });
});

test("a suite that ended without a test is a failure", async () => {
  await writeFile(file, line({ kind: "ended" }));
  const tally = await followResults(file, new AbortController().signal);
  expect(tally).toMatchObject({ passed: 0, failures: [{ name: "the suite" }] });
});

const result = (message: string) => ({ errors: [{ message }] });

test("a test of the editor is named with its file and theme, also when it passed at the second try", () => {
  const tally = tallyOfPlaywright({
    stats: { expected: 3 },
    errors: [{ message: "no editor" }],
    suites: [
      {
        title: "edit.spec.ts",
        specs: [
          {
            title: "one",
            tests: [
              { projectName: "dark", status: "expected", results: [] },
              { projectName: "light", status: "flaky", results: [result("lost"), { errors: [] }] },
            ],
          },
        ],
        suites: [
          {
            title: "group",
            specs: [
              {
                title: "two",
                tests: [{ projectName: "dark", status: "unexpected", results: [result("gone")] }],
              },
            ],
          },
        ],
      },
    ],
  } as unknown as Parameters<typeof tallyOfPlaywright>[0]); // What else Playwright writes is not read.
  expect(tally).toEqual({
    passed: 3,
    failures: [
      { name: "outside of any test", message: "no editor" },
      { name: "edit.spec.ts > one > light", message: "lost" },
      { name: "edit.spec.ts > group > two > dark", message: "gone" },
    ],
  });
});
