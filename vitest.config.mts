import { defineConfig } from "vitest/config";

/** Tests that start real processes, servers or browsers and wait for them. The rest takes half a minute, and runs before a commit. */
const processes = [
  "test/cli/**/*.test.ts",
  "test/conformance/host.test.ts",
  "test/extension/host/host-supervisor.test.ts",
  "test/registry/{cli,host,host-process,library,manifest-file,operator}/**/*.test.ts",
  "test/typescript-plugin/**/*.test.ts",
  "test/webview/{accessibility,dashboard}.test.ts",
];

export default defineConfig({
  test: {
    pool: "forks",
    setupFiles: ["./test/property-seed.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
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
