import { describe, expect, test } from "vitest";
import { MANIFEST_CODES, parseManifest } from "../../../registry/manifest/index.ts";
import { CORPUS } from "./corpus.ts";

/** `#~ code code` at the end of a line says which problems start in it; a file without any has none. */
function expectedIn(text: string): readonly string[] {
  return text.split("\n").flatMap((line, index) => {
    const codes = /#~ (.*)$/.exec(line)?.[1]?.trim().split(" ") ?? [];
    return codes.map((code) => `${String(index + 1)} ${code}`);
  });
}

function foundIn(text: string): readonly string[] {
  return parseManifest(text).problems.map(({ code, span }) => {
    const line = text.slice(0, span.start).split("\n").length;
    return `${String(line)} ${code}`;
  });
}

/** Broken where a marker would be read as part of what is broken. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  "broken-items.yaml": ["3 manifest/syntax", "7 manifest/syntax", "8 manifest/syntax"],
};

describe("the problems of each manifest of the corpus are the marked ones, in", () => {
  test.each(CORPUS.map(({ name, text }) => [name, text] as const))("%s", (name, text) => {
    const expected = [...expectedIn(text), ...(BESIDE[name] ?? [])];
    expect(foundIn(text).toSorted()).toEqual(expected.toSorted());
  });
});

test("every code is shown by a manifest of the corpus, but the one that takes 10 MB", () => {
  const shown = CORPUS.flatMap(({ text }) => parseManifest(text).problems.map(({ code }) => code));
  const all = Object.values(MANIFEST_CODES).filter((code) => code !== MANIFEST_CODES.tooLarge);
  expect(new Set(shown)).toEqual(new Set<string>(all));
});
