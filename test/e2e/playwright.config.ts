import path from "node:path";
import { defineConfig } from "@playwright/test";
import type { EditorOptions } from "./driver/index.ts";

const results = path.resolve(import.meta.dirname, "../../test-results");

/**
 * The packaged extension in a real editor. Each theme takes another package, so that both are seen to install and work.
 * In the light theme only what has a look of its own in it is tried again (`@looks`): the rest would do the same twice.
 */
export default defineConfig<object, EditorOptions>({
  testDir: ".",
  outputDir: path.join(results, "e2e"),
  globalSetup: "./driver/install.ts",
  // Two cores are one editor's worth. Nothing is asserted on time: these end a test that hangs.
  workers: 1,
  timeout: 300_000,
  expect: { timeout: 90_000 },
  forbidOnly: process.env["CI"] !== undefined,
  reporter: "list",
  use: { screenshot: "only-on-failure" },
  projects: [
    { name: "dark", use: { theme: "Dark 2026", vsix: "platform" } },
    { name: "light", grep: /@looks/, use: { theme: "Light 2026", vsix: "universal" } },
  ],
});
