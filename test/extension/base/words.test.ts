import { expect, test } from "vitest";
import { counted, duration, firstLine } from "../../../extension/base/words.ts";

test.each([
  [0, "<0.1 ms"],
  [0.42, "0.4 ms"],
  [9.96, "10 ms"],
  [12.4, "12 ms"],
  [1300, "1.3 s"],
])("%s ms is said as %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test("one is not many", () => {
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
