import { expect, test } from "vitest";
import { PastDurations } from "../../../registry/host/past-durations.ts";
import type { HookDurations } from "../../../schemas/index.ts";

function durations(plugin: string, counts: readonly number[]): HookDurations {
  const calls = counts.reduce((sum, count) => sum + count, 0);
  return { plugin, hook: "ping", counts, totalMs: calls * 2, failures: calls };
}

test("what was counted in threads that are gone is added to what the running one counts", () => {
  const past = new PastDurations();
  past.absorb([durations("a", [1, 0, 2]), durations("b", [5, 0, 0])]);
  expect(past.total([durations("a", [1, 1, 0])])).toEqual([
    durations("a", [2, 1, 2]),
    // It has not been called since.
    durations("b", [5, 0, 0]),
  ]);
  past.absorb([durations("a", [1, 1, 0])]);
  expect(past.total([])).toEqual([durations("a", [2, 1, 2]), durations("b", [5, 0, 0])]);
});

test("a plugin that left the manifest counts from zero when it comes back", () => {
  const past = new PastDurations();
  past.absorb([durations("a", [1, 0, 2]), durations("b", [5, 0, 0])]);
  past.keepOnly(new Set(["b"]));
  expect(past.total([durations("a", [0, 1, 0])])).toEqual([
    durations("a", [0, 1, 0]),
    durations("b", [5, 0, 0]),
  ]);
});
