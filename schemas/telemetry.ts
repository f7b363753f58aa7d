import * as z from "zod";

/** Counters of one plugin and hook since the registry started. Numbers are rounded to 3 decimals. */
export const hookStatsSchema = z.object({
  invocations: z.int().nonnegative(),
  failures: z.int().nonnegative(),
  total_duration_ms: z.number().nonnegative(),
  last_duration_ms: z.number().nonnegative(),
  /** `total_duration_ms` by the calls that were timed; 0 when there were none. */
  avg_duration_ms: z.number().nonnegative(),
  /** How many of the calls were counted only, and not timed: durations are of the others. Absent when all were timed. */
  untimed: z.int().positive().optional(),
});
export type HookStats = z.infer<typeof hookStatsSchema>;

/** One call of one plugin's handler. */
export const hookSampleSchema = z.object({
  /** UTC, ISO 8601, ends with `Z`. */
  timestamp: z.string(),
  status: z.enum(["success", "error"]),
  duration_ms: z.number().nonnegative(),
  /** What was thrown; on `error` only. */
  error: z.string().optional(),
});
export type HookSample = z.infer<typeof hookSampleSchema>;

/** How many samples are kept for each plugin and hook, and how many errors for each plugin. Source: Agent PM. */
export const HISTORY_LIMIT = 100;
export const ERRORS_LIMIT = 10;

/** Percentiles over the samples still kept (at most `HISTORY_LIMIT`). */
export const hookLatencySchema = z.object({
  p50_ms: z.number().nonnegative(),
  p95_ms: z.number().nonnegative(),
});
export type HookLatency = z.infer<typeof hookLatencySchema>;

/** Upper bounds of duration histograms, inclusive: from a handler that only looks to one that waits for a service up to its deadline. */
export const DURATION_BOUNDS_MS = [0.1, 0.5, 1, 5, 10, 50, 100, 500, 1_000, 5_000] as const;

/** How long the calls of one plugin's handler took, every one of them since the registry started. */
export interface HookDurations {
  readonly plugin: string;
  readonly hook: string;
  /** Calls that ended, by `DURATION_BOUNDS_MS`: a figure for each bound, and one for those beyond the last. */
  readonly counts: readonly number[];
  readonly totalMs: number;
  readonly failures: number;
}
