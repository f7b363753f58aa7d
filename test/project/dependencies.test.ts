import { expect, test } from "vitest";
import { readManifest } from "./files.ts";

test("every dependency is bundled, and pinned to one version", () => {
  const manifest = readManifest();
  expect(manifest).not.toHaveProperty("dependencies");
  const loose = Object.entries(manifest.devDependencies).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
});
