import { expect, test } from "vitest";
import { KnownPlugins } from "../../../registry/host/known-plugins.ts";

test("calls that were once passed on stay counted when their thread is lost before it tells of them", () => {
  const counted = { plugin: "a", hook: "ping", counts: [3], totalMs: 6, failures: 1 };
  const known = new KnownPlugins();
  expect(known.durations([counted])).toEqual([counted]);
  known.threadLost();
  expect(known.durations(null)).toEqual([counted]);
});
