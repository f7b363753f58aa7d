import { expect, test } from "vitest";
import { ago, counted, duration, firstLine } from "../../../extension/base/words.ts";

test.each([
  [0, "<0.1 ms"],
  [0.42, "0.4 ms"],
  [9.96, "10 ms"],
  [12.4, "12 ms"],
  [1300, "1.3 s"],
])("%s ms is said as %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test.each([
  [0, "just now"],
  [-5, "just now"],
  [59_999, "just now"],
  [60_000, "1 min ago"],
  [7_200_000, "2 h ago"],
])("what was %s ms ago is said to be %s", (ms, words) => {
  expect(ago(ms)).toBe(words);
});

test("one is not many", () => {
  expect(counted(2, "factory", "factories")).toBe("2 factories");
  expect([counted(0, "call"), counted(1, "call"), counted(1204, "call")]).toEqual([
    "0 calls",
    "1 call",
    "1,204 calls",
  ]);
});

test("where there is room for one line, the first is shown", () => {
  expect(firstLine("TypeError: no key\n  at line 3")).toBe("TypeError: no key");
  expect(firstLine("")).toBe("");
});
