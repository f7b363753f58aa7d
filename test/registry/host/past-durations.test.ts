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

test("a call that went with its thread is counted as long as it took, and as a failure", () => {
  const past = new PastDurations();
  past.addFailure("a", "ping", 0.001);
  past.addFailure("a", "ping", 1e9);
  const [total] = past.total([]);
  expect([total?.counts.at(0), total?.counts.at(-1), total?.failures]).toEqual([1, 1, 2]);
  expect(total?.counts.reduce((sum, count) => sum + count)).toBe(2);
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
