import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadNativeTransform } from "../../../registry/runtimes/loader/index.ts";

/** A folder like `dist/` of an installed extension: no `node_modules` above it. */
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "patchbay-native-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("the native transform is taken from beside the bundles, where a package of one platform has it", async () => {
  await mkdir(path.join(folder, "native"));
  await copyFile(installedBinary(), path.join(folder, "native", "oxc-transform.node"));
  expect(loadNativeTransform(path.join(folder, "worker.js"))?.name).toBe("native");
});

test("without it there is none, as in the package for every platform", () => {
  expect(loadNativeTransform(path.join(folder, "worker.js"))).toBeNull();
});

/** The binary of this platform, as esbuild.mjs finds it. */
function installedBinary(): string {
  const require = createRequire(import.meta.url);
  const { optionalDependencies } = require("oxc-transform/package.json") as {
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(optionalDependencies)) {
    try {
      return require.resolve(name);
    } catch {
      // for another platform
    }
  }
  throw new Error("no binary of oxc-transform is installed");
}
