import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followResults } from "../../scripts/extension-host/results.mjs";
import { tallyOf } from "../../scripts/stages/tally.mjs";

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

const read = (report: { passed: number; failed: number }) => report;

test("a runner's own numbers are taken", async () => {
  await writeFile(file, JSON.stringify({ passed: 5, failed: 2 }));
  expect(await tallyOf({ code: 1, reportFile: file, read })).toEqual({ passed: 5, failed: 2 });
});

test("a runner that failed with every test passed is a failure", async () => {
  await writeFile(file, JSON.stringify({ passed: 5, failed: 0 }));
  expect(await tallyOf({ code: 1, reportFile: file, read })).toEqual({ passed: 5, failed: 1 });
});

test("a runner that ran nothing is a failure", async () => {
  await writeFile(file, JSON.stringify({ passed: 0, failed: 0 }));
  expect(await tallyOf({ code: 0, reportFile: file, read })).toEqual({ passed: 0, failed: 1 });
});

test("a runner that left no report is a failure", async () => {
  expect(await tallyOf({ code: 0, reportFile: file, read })).toEqual({ passed: 0, failed: 1 });
});

const line = (event: object): string => `${JSON.stringify(event)}\n`;

test("the suite's results are counted until it has ended", async () => {
  const results = followResults(file, new AbortController().signal);
  await appendFile(file, line({ kind: "passed", title: "one" }));
  await appendFile(file, line({ kind: "failed", title: "two", message: "no" }).slice(0, 10));
  await appendFile(file, line({ kind: "failed", title: "two", message: "no" }).slice(10));
  await appendFile(file, line({ kind: "ended" }));
  expect(await results).toEqual({ passed: 1, failed: 1 });
});

test("a suite whose editor ended before it did is a failure", async () => {
  const ending = new AbortController();
  await writeFile(file, line({ kind: "passed", title: "one" }));
  ending.abort();
  expect(await followResults(file, ending.signal)).toEqual({ passed: 1, failed: 1 });
});
