import * as fc from "fast-check";
import { expect, test } from "vitest";
import { onOneLine, renderDiff } from "../../../registry/cli/print/index.ts";
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

test("a difference turns the one text into the other", () => {
  const line = fc.constantFrom("a", "b", "c", "");
  fc.assert(
    fc.property(fc.array(line), fc.array(line), fc.array(line), (kept, removed, added) => {
      const before = [...kept, ...removed, ...kept].map((each) => `${each}\n`).join("");
      const after = [...kept, ...added, ...kept].map((each) => `${each}\n`).join("");
      const [, , head = "", ...lines] = renderDiff("x", before, after, plain).split("\n");
      const [, start = "1", count = "0"] = /^@@ -(\d+),(\d+) /.exec(head) ?? [];
      const old = before.split("\n").slice(0, -1);
      const at = Math.max(0, Number(start) - 1) + (count === "0" && start !== "0" ? 1 : 0);
      const now = lines.filter((each) => !each.startsWith("-")).map((each) => each.slice(1));
      const result = [...old.slice(0, at), ...now, ...old.slice(at + Number(count))];
      expect(result.map((each) => `${each}\n`).join("")).toBe(after);
    }),
  );
});
