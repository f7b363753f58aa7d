import { expect, test } from "vitest";
import { datedErrors } from "../../../registry/cli/dated-errors.ts";
import type { HookSample } from "../../../schemas/index.ts";

function failure(timestamp: string, error: string): HookSample {
  return { timestamp, status: "error", duration_ms: 1, error };
}

test("of equal errors the last has the time of the last call that ended with it", () => {
  const errors = ["boom: bad", "enabling failed", "boom: bad", "tick: bad"];
  const hook_history = {
    boom: [failure("10:01", "bad"), failure("10:02", "worse")],
    tick: [failure("10:03", "bad")],
  };
  expect(datedErrors({ errors, hook_history })).toEqual([
    { message: "boom: bad", at: null },
    { message: "enabling failed", at: null },
    { message: "boom: bad", at: "10:01" },
    { message: "tick: bad", at: "10:03" },
  ]);
});
