import path from "node:path";
import { expect, test } from "vitest";
import { manifestPattern } from "../../../extension/language/manifest-pattern.ts";

const FOLDER = path.resolve("/work/space");

test.each([
  ["deploy/main.yaml", "**/deploy/main.yaml"],
  ["./main.yaml", "**/main.yaml"],
  ["./deploy/../main.yaml", "**/main.yaml"],
  ["../main.yaml", path.resolve(FOLDER, "../main.yaml").split(path.sep).join("/")],
  [path.resolve("/etc/main.yaml"), path.resolve("/etc/main.yaml").split(path.sep).join("/")],
])("the manifest that is written %s is found", (written, pattern) => {
  expect(manifestPattern(written, FOLDER)).toBe(pattern);
});
