import { expect, test } from "vitest";
import type { RegistrySnapshot } from "../../../schemas/index.ts";
import { RecentCalls } from "../../../server/workspace/recent-calls.ts";

const MINUTE_MS = 60_000;

/** A registry with one plugin and hook; nothing else of it is looked at. */
function snapshot(invocations: number, failures = 0): RegistrySnapshot {
  const summary = { name: "alert", hook_stats: { post_plan: { invocations, failures } } };
  return { plugins: [{ summary }] } as unknown as RegistrySnapshot;
}

test("what was added in the last minutes is counted, and older calls are not", () => {
  const recent = new RecentCalls();
  expect(recent.of("alert", "post_plan", 0)).toBeNull();
  recent.note(snapshot(100, 7), 0);
  expect(recent.of("alert", "post_plan", 0)).toEqual({ calls: 0, failures: 0 });
  recent.note(snapshot(103, 8), MINUTE_MS);
  recent.note(snapshot(104, 8), 3 * MINUTE_MS);
  expect(recent.of("alert", "post_plan", 3 * MINUTE_MS)).toEqual({ calls: 4, failures: 1 });
  expect(recent.of("alert", "post_plan", 6.5 * MINUTE_MS)).toEqual({ calls: 1, failures: 0 });
  expect(recent.of("alert", "post_plan", 9 * MINUTE_MS)).toEqual({ calls: 0, failures: 0 });
});

test("a registry that starts anew counts from nothing", () => {
  const recent = new RecentCalls();
  recent.note(snapshot(100, 7), 0);
  recent.note(snapshot(2, 1), MINUTE_MS);
  expect(recent.of("alert", "post_plan", MINUTE_MS)).toEqual({ calls: 2, failures: 1 });
});
