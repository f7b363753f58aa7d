import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const project = path.resolve(import.meta.dirname, "../../..");
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "patchbay-service-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Somebody's service, with the package installed as npm would publish it. */
beforeAll(async () => {
  cpSync(path.join(project, "test/fixtures/library"), folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), `{ "name": "service", "private": true }`);
  const pack = ["pack", "--pack-destination", folder];
  await run("npm", pack, { cwd: project });
  // From the checkout, so that no registry is needed.
  const zod = path.join(project, "node_modules/zod");
  await run("npm", [...pack, "--ignore-scripts"], { cwd: zod });
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const install = ["install", "--offline", "--no-audit", "--no-fund"];
  await run("npm", [...install, ...tarballs.map((name) => `./${name}`)], { cwd: folder });
}, 120_000);

test("it holds the library with its declarations and the command, and needs nothing but zod", () => {
  const installed = readdirSync(path.join(folder, "node_modules")).filter(
    (name) => !name.startsWith("."),
  );
  expect(installed).toEqual(["patchbay", "zod"]);
  const home = path.join(folder, "node_modules/patchbay");
  expect(readdirSync(home).toSorted()).toEqual([
    "LICENSE",
    "README.md",
    "dist",
    "docs",
    "package.json",
  ]);
  expect(readdirSync(path.join(home, "dist")).toSorted()).toEqual([
    "cli.js",
    "lib.d.ts",
    "lib.js",
    "server.js",
    "wasm",
    "worker.js",
  ]);
});

test("its command writes a plugin, checks the manifest, and fires at what it wrote", async () => {
  const command = path.join(folder, "node_modules/.bin/patchbay");
  const cwd = path.join(folder, "commanded");
  mkdirSync(cwd);
  await run(command, ["new", "plugin", "first", "--language", "ts"], { cwd });
  expect((await run(command, ["check"], { cwd })).stdout).toBe("1 file checked: no problems\n");
  const payload = path.join(cwd, "payload.json");
  writeFileSync(payload, `{ "plan": {}, "context": {} }`);
  const { stdout } = await run(command, ["fire", "post_plan", "--payload", payload, "--json"], {
    cwd,
  });
  expect(JSON.parse(stdout)).toMatchObject({ outcomes: [{ plugin: "first", kind: "answered" }] });
});

test("an ES module runs a manifest and a directory of plugins, in the very classes of the package", async () => {
  const { stdout } = await run(process.execPath, ["service.mjs"], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual({
    made: "a provider of small",
    said: ["hello world", true],
    problems: [],
    isOne: true,
  });
});

test("a CommonJS module requires it", async () => {
  const { stdout } = await run(process.execPath, ["service.cjs"], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual({ isKnown: true, name: "a-b" });
});

test("a service and its plugins in TypeScript check, and what is wrong in them is seen", async () => {
  const types = path.join(folder, "node_modules/@types");
  mkdirSync(types);
  symlinkSync(path.join(project, "node_modules/@types/node"), path.join(types, "node"), "dir");
  const tsc = path.join(project, "node_modules/typescript/bin/tsc");
  const { stdout } = await run(process.execPath, [tsc, "-p", "."], { cwd: folder }).catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(stdout).toBe("");
});
