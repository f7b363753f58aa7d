import { expect, test } from "vitest";
import { summarize } from "../../scripts/stages/summary.mjs";

const failuresOf = (count: number, message: string) =>
  Array.from({ length: count }, (_, index) => ({ name: `test ${index}`, message }));

test("every failure is told after the stages and before the totals, which are the last line", () => {
  const unit = {
    passed: 2,
    failures: [{ name: "a.test.ts > adds", message: "\u001b[31mexpected 1\u001b[39m\n\nto be 2" }],
  };
  const results = [
    { name: "check", tally: { passed: 4, failures: [] }, seconds: 9.6 },
    { name: "unit", tally: unit, seconds: 31 },
  ];
  expect(summarize(results)).toBe(`
✔ check: 4 passed, 0 failed (10 s)
✘ unit: 2 passed, 1 failed (31 s)

✘ unit: a.test.ts > adds
    expected 1
    to be 2

6 passed, 1 failed`);
});

test.each([1, 40, 41, 101, 5_000])(
  "with %i failures, each that is named says at least its first two lines",
  (count) => {
    const tally = { passed: 0, failures: failuresOf(count, "the reason\nthe place\nthe rest") };
    const lines = summarize([{ name: "unit", tally, seconds: 1 }]).split("\n");
    for (const index of Array.from({ length: Math.min(count, 40) }).keys()) {
      const at = lines.indexOf(`✘ unit: test ${index}`);
      expect(lines.slice(at + 1, at + 3)).toEqual(["    the reason", "    the place"]);
    }
  },
);

test.each([1, 7, 30, 40, 41, 200, 5_000])(
  "with %i failures that say much, the summary is short enough to be the end of any log",
  (count) => {
    const message = `${"x".repeat(10_000)}\n`.repeat(1_000);
    const tally = { passed: 0, failures: failuresOf(count, message) };
    const lines = summarize([{ name: "unit", tally, seconds: 1 }]).split("\n");
    expect(lines.length).toBeLessThan(180);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(250);
    expect(lines.at(-1)).toBe(`0 passed, ${count} failed`);
  },
);
