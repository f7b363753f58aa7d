import { emptyResource } from "@opentelemetry/resources";
import { DataPointType } from "@opentelemetry/sdk-metrics";
import { expect, test } from "vitest";
import { HookMetrics } from "../../../registry/otel/export/hook-metrics.ts";
import type { HookDurations } from "../../../schemas/index.ts";

function durations(counts: readonly number[], totalMs: number): HookDurations {
  return { plugin: "a", hook: "ping", counts: [...counts], totalMs, failures: 0 };
}

/** The points that are exported of these totals, one after the other. */
async function exported(isDelta: boolean, ...totals: HookDurations[]) {
  let now: readonly HookDurations[] = [];
  const source = { durations: async () => now, statuses: async () => [] };
  const metrics = new HookMetrics(source, emptyResource(), isDelta);
  const points = [];
  for (const total of totals) {
    now = [total];
    const { resourceMetrics } = await metrics.collect();
    const [metric] = resourceMetrics.scopeMetrics[0]?.metrics ?? [];
    if (metric?.dataPointType !== DataPointType.HISTOGRAM) throw new Error("no histogram");
    points.push(...metric.dataPoints);
  }
  return points;
}

test("a plugin that came back with fewer calls that took longer adds those, and never less than nothing", async () => {
  const points = await exported(true, durations([5, 0], 10), durations([0, 1], 90));
  expect(points.map(({ value }) => value.buckets.counts)).toEqual([
    [5, 0],
    [0, 1],
  ]);
  expect(points.map(({ value }) => value.sum)).toEqual([0.01, 0.09]);
});

test("a total that began anew is told to have begun when it was last told of", async () => {
  const [first, second, third] = await exported(
    false,
    durations([5, 0], 10),
    durations([0, 1], 90),
    durations([1, 1], 91),
  );
  expect(second?.startTime).toEqual(first?.endTime);
  expect(third?.startTime).toEqual(first?.endTime);
  expect(third?.value.buckets.counts).toEqual([1, 1]);
});
