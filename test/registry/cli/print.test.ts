import * as fc from "fast-check";
import { expect, test } from "vitest";
import { onOneLine } from "../../../registry/cli/print/index.ts";
import { renderTable } from "../../../registry/cli/print/table.ts";

const plain = (_: string, text: string): string => text;

test("nothing that a plugin says moves the cursor, colours the terminal or ends the line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = onOneLine(`a\u001B[2J\u001B]0;title\u0007\n\r${text}`);
      // oxlint-disable-next-line no-control-regex -- Control characters are what must not be there.
      expect(shown).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/);
    }),
  );
});

test("columns are as wide as their widest cell, and lines have no trailing spaces", () => {
  const rows = [
    [{ text: "a" }, { text: "b" }],
    [{ text: "longer" }, { text: "" }],
  ];
  expect(renderTable(["x", "y"], rows, plain).split("\n")).toEqual([
    "X       Y",
    "a       b",
    "longer",
  ]);
});
