import { expect, test } from "vitest";
import { indentAfterEnter } from "../../../extension/language/indent-after-enter.ts";

test.each([
  ["- name: x", "", "  "],
  ["  - name: x # why", "  ", "  "],
  ["-   name: x", "", "    "],
  ["- - name: x", "", "    "],
])("after %j the next key stands below the first one", (before, line, added) => {
  expect(indentAfterEnter({ written: `\n${line}`, before, line })).toBe(added);
  expect(indentAfterEnter({ written: `\r\n${line}`, before, line })).toBe(added);
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
  expect(indentAfterEnter({ written, before, line })).toBeNull();
});
