import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

interface Logger {
  readonly info: (message: string) => void;
  readonly debug: (message: string) => void;
  readonly setLevel: (level: number) => void;
  readonly clearFormatters: () => void;
  readonly drop: () => void;
}
interface Spdlog {
  createAsyncRotatingLogger(
    name: string,
    file: string,
    largestBytes: number,
    files: number,
  ): Promise<Logger>;
}

const spdlog: Spdlog = createRequire(import.meta.url)("../../scripts/editor/plain-spdlog.cjs");
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "patchbay-spdlog-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a message is a line with its time and level, in a folder that is made for it", async () => {
  const file = path.join(folder, "exthost", "Patchbay.log");
  const logger = await spdlog.createAsyncRotatingLogger("Patchbay", file, 1_000, 6);
  logger.info("the registry runs");
  expect(await readFile(file, "utf8")).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \[info\] the registry runs\n$/,
  );
  logger.drop();
});

test("what is below the level is left out, and a text without a form stays as it is", async () => {
  const file = path.join(folder, "raw.log");
  const logger = await spdlog.createAsyncRotatingLogger("raw", file, 1_000, 1);
  logger.debug("before");
  logger.clearFormatters();
  logger.setLevel(1);
  logger.debug("as");
  logger.info(" it is");
  expect(await readFile(file, "utf8")).toBe("as it is");
  logger.drop();
});

test("nothing is written once the logger is dropped", async () => {
  const file = path.join(folder, "dropped.log");
  const logger = await spdlog.createAsyncRotatingLogger("dropped", file, 1_000, 1);
  logger.drop();
  logger.drop();
  logger.info("late");
  expect(await readFile(file, "utf8")).toBe("");
});

test("a log that has become too large is kept beside the new one", async () => {
  const file = path.join(folder, "large.log");
  const logger = await spdlog.createAsyncRotatingLogger("large", file, 20, 6);
  logger.info("the first of two");
  logger.info("the second");
  expect((await readdir(folder)).toSorted()).toEqual(["large.1.log", "large.log"]);
  expect(await readFile(file, "utf8")).toContain("the second");
  expect(await readFile(path.join(folder, "large.1.log"), "utf8")).toContain("the first");
  logger.drop();
});
