import { defineConfig } from "vitest/config";

/** Tests that start real processes, servers or browsers and wait for them. The rest takes half a minute, and runs before a commit. */
const processes = [
  "test/cli/**/*.test.ts",
  "test/conformance/host.test.ts",
  "test/extension/host/host-{process,supervisor}.test.ts",
  "test/registry/{cli,host,host-process,library,manifest-file,operator}/**/*.test.ts",
  "test/typescript-plugin/**/*.test.ts",
  "test/webview/{accessibility,dashboard}.test.ts",
];

/**
 * Ends a test that hangs. Nothing is asserted on time: the longest takes a few seconds, on a machine that does nothing else.
 */
const HANG_MS = 240_000;
/** Sooner, so that what was waited for is told. */
const POLL_MS = 200_000;

export default defineConfig({
  test: {
    pool: "forks",
    setupFiles: ["./test/property-seed.ts"],
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
    expect: { poll: { timeout: POLL_MS } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...processes, "test/e2e/**", "test/extension/suite/**", "**/node_modules/**"],
        },
      },
      { extends: true, test: { name: "processes", include: processes } },
    ],
  },
});
