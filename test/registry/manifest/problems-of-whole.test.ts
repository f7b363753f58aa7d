import { expect, test } from "vitest";
import { parseManifest, problemsOfWhole } from "../../../registry/manifest/index.ts";

const codesOf = (text: string): string[] =>
  problemsOfWhole(parseManifest(text)).map(({ code }) => code);

test("what is wrong with entries is not wrong with the manifest, wherever they stand", () => {
  expect(codesOf("- name: a\n  module: 5\n- name: b\n")).toEqual([]);
  expect(codesOf("a:\n  module: x\nb: 5\n")).toEqual([]);
});

test("what is no YAML and what is neither list nor mapping is wrong with the manifest", () => {
  expect(codesOf("- name: a\n  module: x.y:Z\n- [1\n")).toContain("manifest/syntax");
  expect(codesOf("7\n")).toHaveLength(1);
});
