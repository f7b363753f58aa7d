import { cachedDataVersionTag } from "node:v8";
import { expect, test } from "vitest";
import { compileAndForget } from "../../../../registry/runtimes/worker/compile-and-forget.ts";

test("a plugin's module is compiled while V8 keeps nothing", () => {
  const tags: number[] = [];
  const module = {
    form: "script",
    imports: [],
    lazyImports: [],
    get code() {
      tags.push(cachedDataVersionTag());
      return "exports.answer = 42;";
    },
  } as const;

  const compiled = compileAndForget(module, "answer.js");

  const exports: Record<string, unknown> = {};
  if (compiled.kind === "compiled") compiled.run(exports);
  expect(exports).toEqual({ answer: 42 });
  expect(tags.length).toBeGreaterThan(0);
  expect(tags).not.toContain(cachedDataVersionTag());
});
