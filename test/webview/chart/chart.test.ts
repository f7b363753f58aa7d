import { expect, test } from "vitest";
import { describeTimeline } from "../../../webview/chart/describe.ts";
import { timeRange, toSeries } from "../../../webview/chart/series.ts";
import { samplesOf } from "../registry.ts";

test("the chart in words: how many calls, how many failed, how long they took", () => {
  const samples = [4, 1, 2, 3].map((ms) => ({
    timestamp: "2026-01-15T09:00:00Z",
    status: ms === 4 ? ("error" as const) : ("success" as const),
    duration_ms: ms,
  }));
  expect(describeTimeline(samples)).toMatch(
    /^4 calls from .*, 1 failed, median 2 ms, p95 4 ms, longest 4 ms$/,
  );
  expect(describeTimeline([])).toBe("No calls yet.");
  expect(describeTimeline(samples.slice(1, 2))).toMatch(/^1 call at .*, none failed, median 1 ms/);
});

test("failed calls are a series of their own", () => {
  const samples = samplesOf(14);
  const { durations, failures } = toSeries(samples);
  expect(durations).toHaveLength(14);
  expect(failures.filter((duration) => duration !== null)).toHaveLength(2);
});

test("the chart shows from the first call to the last, with some air, and around a single one", () => {
  expect(timeRange([100, 150, 200])).toEqual([98, 202]);
  expect(timeRange([100])).toEqual([99, 101]);
  expect(timeRange([100, 100])).toEqual([99, 101]);
});

test("times never go back, whatever the clock did", () => {
  const times = ["2026-01-15T09:00:10Z", "2026-01-15T09:00:00Z", "no time", "2026-01-15T09:00:20Z"];
  const { times: seconds } = toSeries(
    times.map((timestamp) => ({ timestamp, status: "success", duration_ms: 1 })),
  );
  expect(seconds).toEqual(seconds.toSorted((one, other) => one - other));
});
