import { expect, test } from "vitest";
import type { Problem } from "../../../schemas/index.ts";
import { manifestNotice } from "../../../extension/views/manifest-notice.ts";

const file = "/work/plugins.yaml";

function problem(code: string, message: string, line = 0): Problem {
  return { code, message, at: "", location: { file, line, character: 0 }, stack: null };
}

test("a manifest that is not YAML says where, and that changes to it are not followed", () => {
  expect(manifestNotice([problem("manifest/syntax", "This does not belong here.", 8)])).toBe(
    "plugins.yaml, line 9: This does not belong here. Until it is mended, changes to the manifest are not followed.",
  );
});

test("a manifest that is not there is named once, without a line", () => {
  const missing = problem("manifest/missing", `${file} does not exist`);
  expect(manifestNotice([missing])).toBe(`${file} does not exist`);
});

test("an error that the registry can live with does not claim that it stands still", () => {
  const many = problem("manifest/multiple-documents", "A manifest is one YAML document.", 51);
  expect(manifestNotice([many])).toBe("plugins.yaml, line 52: A manifest is one YAML document.");
});

test("nothing is said of a manifest that is well", () => {
  expect(manifestNotice([])).toBe("");
});
