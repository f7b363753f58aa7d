import { cachedDataVersionTag } from "node:v8";
import { expect, test } from "vitest";
import { withoutCompilationCache } from "../../../registry/base/compilation-cache.ts";

// V8's tag is of the flags that it has at the moment.
test("V8 has a flag of its own while it compiles, and not before or after", () => {
  const before = cachedDataVersionTag();
  expect(withoutCompilationCache(() => cachedDataVersionTag())).not.toBe(before);
  expect(cachedDataVersionTag()).toBe(before);
});

test("code that cannot be compiled leaves no flag behind", () => {
  const before = cachedDataVersionTag();
  expect(() =>
    withoutCompilationCache(() => {
      throw new SyntaxError("no code");
    }),
  ).toThrow("no code");
  expect(cachedDataVersionTag()).toBe(before);
});
