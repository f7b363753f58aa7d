import { expect, test } from "vitest";
import { inSlices } from "../../../server/base/index.ts";

const NUMBERS = Array.from({ length: 50 }, (_, index) => index);

/** Longer than a slice is. */
function takeLong(): void {
  const endsAt = performance.now() + 5;
  while (performance.now() < endsAt);
}

test("it answers with what each thing gives, in their order", async () => {
  expect(
    await inSlices(
      NUMBERS,
      (each) => [each, each],
      () => true,
    ),
  ).toEqual(NUMBERS.flatMap((each) => [each, each]));
});

test("what arrives in the middle of long work has its turn, and may end it", async () => {
  let isWanted = true;
  const done: number[] = [];
  setImmediate(() => {
    isWanted = false;
  });
  const answer = inSlices(
    NUMBERS,
    (each) => {
      takeLong();
      done.push(each);
      return [];
    },
    () => isWanted,
  );
  expect(await answer).toBeNull();
  expect(done.length).toBeLessThan(NUMBERS.length);
});
