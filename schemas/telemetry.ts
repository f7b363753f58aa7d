import * as z from "zod";

/** Counters of one plugin and hook since the registry started. Numbers are rounded to 3 decimals. */
export const hookStatsSchema = z.object({
  invocations: z.int().nonnegative(),
  failures: z.int().nonnegative(),
  total_duration_ms: z.number().nonnegative(),
  last_duration_ms: z.number().nonnegative(),
  /** `total_duration_ms / invocations`; 0 when there were none. */
  avg_duration_ms: z.number().nonnegative(),
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
