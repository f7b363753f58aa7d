import type { HookLatency, HookSample, HookStats } from "../../../schemas/index.ts";
import type { HookTelemetry, Sample } from "./hook-telemetry.ts";

/** Counters as the operator API shows them. */
export function showStats(telemetry: HookTelemetry): HookStats {
  const { invocations, untimed, failures, totalMs } = telemetry;
  const timed = invocations - untimed;
  return {
    invocations,
    failures,
    total_duration_ms: round(totalMs),
    last_duration_ms: round(telemetry.last()?.durationMs ?? 0),
    avg_duration_ms: round(timed === 0 ? 0 : totalMs / timed),
    ...(untimed > 0 && { untimed }),
  };
}

/** A call as the operator API shows it. `wallOffsetMs` turns the monotonic clock into the time of day. */
export function showSample(sample: Sample, wallOffsetMs: number): HookSample {
  const timestamp = new Date(sample.endedAt + wallOffsetMs).toISOString();
  const duration_ms = round(sample.durationMs);
  return sample.error === null
    ? { timestamp, status: "success", duration_ms }
    : { timestamp, status: "error", duration_ms, error: sample.error };
}

/** Percentiles of the calls still kept, by the nearest rank. */
export function showLatency(telemetry: HookTelemetry): HookLatency {
  const durations = telemetry.sortedDurations();
  const rank = (share: number): number =>
    round(durations[Math.max(0, Math.ceil(durations.length * share) - 1)] ?? 0);
  return { p50_ms: rank(0.5), p95_ms: rank(0.95) };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
