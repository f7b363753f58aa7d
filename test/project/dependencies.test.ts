import { expect, test } from "vitest";
import { libraryBundle } from "../../scripts/build/library-bundle.mjs";
import { readManifest } from "./files.ts";

test("all but what users of the library share with it is bundled, and pinned to one version", () => {
  const { dependencies, devDependencies } = readManifest();
  expect(Object.keys(dependencies)).toEqual(libraryBundle.external);
  const loose = Object.entries(devDependencies).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
});
