import { expect, test } from "vitest";
import { indentAfterEnter, type Lines } from "../../../extension/language/indent-after-enter.ts";

/** Lines as the editor has them: none but these may be asked for. */
function linesOf(...texts: readonly string[]): Lines {
  return {
    lineCount: texts.length,
    lineAt(line) {
      const text = texts[line];
      if (text === undefined) throw new Error("Illegal value for `line`");
      return { text };
    },
  };
}

test.each([
  ["- name: x", "", "  "],
  ["  - name: x # why", "  ", "  "],
  ["-   name: x", "", "    "],
  ["- - name: x", "", "    "],
])("after %j the next key stands below the first one", (before, line, added) => {
  const lines = linesOf("# first", before, line);
  expect(indentAfterEnter({ written: `\n${line}`, line: 1 }, lines)).toBe(added);
  expect(indentAfterEnter({ written: `\r\n${line}`, line: 1 }, lines)).toBe(added);
});

test.each([
  ["a key without a value, which the editor indents itself", "\n  ", "- config:", "  "],
  ["an item that is no mapping", "\n    ", "    - post_plan", "    "],
  ["a text that goes on", "\n", "- description: |", ""],
  ["braces", "\n", "- {name: x}", ""],
  ["a line that is indented already", "\n  ", "- name: x", "  "],
  ["a line with something on it", "\n", "- name: x", "module: y"],
  ["a comment", "\n", "# - name: x", ""],
  ["what is no line break", "x", "- name: x", ""],
])("nothing is added after %s", (_, written, before, line) => {
  expect(indentAfterEnter({ written, line: 0 }, linesOf(before, line))).toBeNull();
});

test("what is typed on the last line of all asks for no line below it", () => {
  for (const written of ["x", "two words", "\n"]) {
    expect(indentAfterEnter({ written, line: 0 }, linesOf("- name: x"))).toBeNull();
  }
});
