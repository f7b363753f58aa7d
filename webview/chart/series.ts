import type { HookSample } from "../../schemas/index.ts";

/** Columns for the chart: seconds since the epoch, every call's duration, and the failed calls' again. */
export interface Series {
  readonly times: number[];
  readonly durations: number[];
  readonly failures: (number | null)[];
}

/**
 * What the chart shows of time: a little air at both ends, a second each side of a single call, of which the chart by itself
 * would show the day that follows.
 */
export function timeRange(times: ArrayLike<number>): [from: number, to: number] {
  const from = times[0] ?? 0;
  const to = times[times.length - 1] ?? from;
  const air = to > from ? (to - from) * 0.02 : 1;
  return [from - air, to + air];
}

/** The samples as columns. Times never go back, whatever the clock did: the chart needs them in order. */
export function toSeries(samples: readonly HookSample[]): Series {
  let latest = 0;
  const times = samples.map(({ timestamp }) => {
    const seconds = Date.parse(timestamp) / 1000;
    if (seconds > latest) latest = seconds;
    return latest;
  });
  return {
    times,
    durations: samples.map((sample) => sample.duration_ms),
    failures: samples.map((sample) => (sample.status === "error" ? sample.duration_ms : null)),
  };
}
