import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anchorAt, anchorOf } from "../../server/symbols/index.ts";
import { TextFile, wordIn } from "../../server/workspace/index.ts";

const text = fc
  .array(
    fc.constantFrom(
      "&a",
      "*a",
      "&b",
      "*b",
      " ",
      "\n",
      "- ",
      "k: ",
      '"',
      "'",
      "#",
      "[",
      "]",
      "{",
      "}",
      "|",
      "x",
      "\uFEFF",
      "\r\n",
      "𝒳",
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(""));

test("an anchor is what its place says, whatever the text", () => {
  fc.assert(
    fc.property(text, fc.nat(60), (written, at) => {
      const file = TextFile.onDisk("file:///w/plugins.yaml", written);
      const found = anchorAt(file, Math.min(at, written.length));
      if (!found) return;
      const { name, isAlias, span } = found;
      expect(written.slice(span.start - 1, span.end)).toBe(`${isAlias ? "*" : "&"}${name}`);
      const anchor = anchorOf(written, found);
      if (anchor) expect(written.slice(anchor.span.start - 1, anchor.span.end)).toBe(`&${name}`);
    }),
  );
});

test("a word is part of its token, whatever the token", () => {
  fc.assert(
    fc.property(text, fc.nat(30), fc.nat(30), (written, one, other) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)].map((offset) =>
        Math.min(offset, written.length),
      ) as [number, number];
      const word = wordIn(written.slice(start, end), start);
      expect(written.slice(word.span.start, word.span.end)).toBe(word.text);
      expect(word.span.start).toBeGreaterThanOrEqual(start);
      expect(word.span.end).toBeLessThanOrEqual(end);
    }),
  );
});
