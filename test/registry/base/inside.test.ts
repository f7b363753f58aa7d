import { expect, test } from "vitest";
import { isInside } from "../../../registry/base/inside.ts";

test.each([
  ["/work/a/b.ts", true],
  ["/work", true],
  ["/work/..hidden/b.ts", true],
  ["/", false],
  ["/other/b.ts", false],
  ["/worker/b.ts", false],
])("%s is in /work: %s", (file, expected) => {
  expect(isInside(file, "/work")).toBe(expected);
});
