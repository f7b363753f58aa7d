import { expect, test } from "vitest";
import { cacheFolder } from "../../../registry/base/cache-folder.ts";

test.each([
  [{ XDG_CACHE_HOME: "/caches", HOME: "/home/dana" }, "linux", "/caches/patchbay/compiled"],
  [{ HOME: "/home/dana" }, "linux", "/home/dana/.cache/patchbay/compiled"],
  [{ HOME: "/Users/dana" }, "darwin", "/Users/dana/Library/Caches/patchbay/compiled"],
  // Relative to the working directory, which is the workspace.
  [
    { XDG_CACHE_HOME: "caches", HOME: "/home/dana" },
    "linux",
    "/home/dana/.cache/patchbay/compiled",
  ],
  [{ HOME: "." }, "linux", null],
  [{}, "linux", null],
  [{ HOME: "/home/dana" }, "win32", null],
] as const)("with %j on %s it is %s", (environment, platform, folder) => {
  expect(cacheFolder(environment, platform)).toBe(folder);
});
