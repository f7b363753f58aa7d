import * as fc from "fast-check";
import { expect, test } from "vitest";
import { onOneLine } from "../../../registry/cli/print/index.ts";
import { renderTable } from "../../../registry/cli/print/table.ts";

const plain = (_: string, text: string): string => text;

test("nothing that a plugin says moves the cursor, colours the terminal or ends the line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = onOneLine(`a\u001B[2J\u001B]0;title\u0007\n\r\u202E${text}`);
      expect(shown).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
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
