import { expect, test } from "vitest";
import { becomesTrue, endsWithin } from "../../../registry/host/turns.ts";

const FEW = { count: 3, ms: 1 };
/** Nobody reaches the end of these. */
const MANY = { count: 1_000_000, ms: 1 };

test("what has ended, or ends meanwhile, has ended in time", async () => {
  expect(await endsWithin(MANY, Promise.resolve())).toBe(true);
  expect(await endsWithin(MANY, new Promise((resolve) => setTimeout(resolve, 5)))).toBe(true);
});

test("what never ends is given up after its turns", async () => {
  expect(await endsWithin(FEW, new Promise(() => undefined))).toBe(false);
});

test("a condition is looked at in each turn, and once more at the end", async () => {
  let looks = 0;
  expect(await becomesTrue(MANY, () => (looks += 1) === 3)).toBe(true);
  expect(looks).toBe(3);
  looks = 0;
  expect(await becomesTrue(FEW, () => (looks += 1) > FEW.count)).toBe(true);
  expect(await becomesTrue(FEW, () => false)).toBe(false);
});
