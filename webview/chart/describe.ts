import type { HookSample } from "../../schemas/index.ts";
import { formatCounted, formatDuration, formatTime } from "../format/index.ts";

/** What the chart shows, in words: the text alternative, and the line above the chart. */
export function describeTimeline(samples: readonly HookSample[]): string {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last) return "No calls yet.";
  const durations = samples
    .map((sample) => sample.duration_ms)
    .toSorted((one, other) => one - other);
  const failed = samples.filter((sample) => sample.status === "error").length;
  const range =
    samples.length === 1
      ? `at ${formatTime(first.timestamp)}`
      : `from ${formatTime(first.timestamp)} to ${formatTime(last.timestamp)}`;
  return [
    `${formatCounted(samples.length, "call")} ${range}`,
    failed === 0 ? "none failed" : `${failed} failed`,
    `median ${formatDuration(atRank(durations, 0.5))}`,
    `p95 ${formatDuration(atRank(durations, 0.95))}`,
    `longest ${formatDuration(atRank(durations, 1))}`,
  ].join(", ");
}

/** Nearest rank, as the registry counts its percentiles. */
function atRank(ascending: readonly number[], share: number): number | null {
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? null;
}
