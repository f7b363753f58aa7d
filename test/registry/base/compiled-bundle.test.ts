import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runBundle } from "../../../registry/base/compiled-bundle.ts";

let folder: string;
let bundle: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "patchbay-compiled-"));
  bundle = path.join(folder, "bundle.js");
  cache = path.join(folder, "cache", "compiled");
  writeFileSync(bundle, bundleOf("first"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bundleOf = (word: string): string =>
  `exports.say = () => ["${word}", __filename, __dirname, typeof require("node:fs").statSync, module.exports === exports];
exports.fail = () => new Error("here").stack;`;

interface Exports {
  readonly say: () => readonly unknown[];
  readonly fail: () => string;
}

function start(): Exports & { readonly keep: () => void } {
  const { exports, keep } = runBundle(bundle, cache);
  return { ...(exports as Exports), keep };
}

const kept = (): readonly string[] => readdirSync(cache).map((name) => path.join(cache, name));
const first = (): readonly unknown[] => ["first", bundle, folder, "function", true];

test("a bundle runs as if it were required, before and after it was kept", () => {
  for (let time = 0; time < 2; time += 1) {
    const { say, fail, keep } = start();
    expect(say()).toEqual(first());
    expect(fail()).toContain(`${bundle}:2:22`);
    keep();
  }
});

test("what was kept is found by the next start, which has nothing to add", () => {
  start().keep();
  const [file = ""] = kept();
  const before = statSync(file).mtimeMs;
  const again = start();
  again.keep();
  expect(again.say()).toEqual(first());
  expect(kept()).toEqual([file]);
  expect(statSync(file).mtimeMs).toBe(before);
});

test("a bundle that changed is run as it is now", () => {
  start().keep();
  writeFileSync(bundle, bundleOf("later"));
  expect(start().say()[0]).toBe("later");
});

test("of many builds the newest are kept", () => {
  for (let build = 0; build < 12; build += 1) {
    writeFileSync(bundle, bundleOf(`build ${build} ${"x".repeat(build)}`));
    start().keep();
  }
  expect(kept()).toHaveLength(8);
  const before = kept();
  start().keep();
  expect(kept()).toEqual(before);
});

test.each([
  ["cut off", (data: Buffer) => data.subarray(0, data.length / 2)],
  ["empty", () => Buffer.alloc(0)],
  ["changed in one byte", (data: Buffer) => data.fill(0x5a, data.length - 9, data.length - 8)],
])("what was kept and is %s is made anew", (_, spoil) => {
  start().keep();
  const [file = ""] = kept();
  const whole = readFileSync(file);
  writeFileSync(file, spoil(Buffer.from(whole)));
  const { say, keep } = start();
  expect(say()).toEqual(first());
  keep();
  start().keep();
  expect(readFileSync(file).length).toBeGreaterThan(whole.length / 2);
});

test("a folder that cannot be written is done without", () => {
  writeFileSync(path.join(folder, "cache"), "in the way");
  const { say, keep } = start();
  keep();
  expect(say()).toEqual(first());
  expect(readFileSync(path.join(folder, "cache"), "utf8")).toBe("in the way");
});
