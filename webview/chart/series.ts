import type { HookSample } from "../../schemas/index.ts";

/** Columns for the chart: seconds since the epoch, every call's duration, and the failed calls' again. */
export interface Series {
  readonly times: number[];
  readonly durations: number[];
  readonly failures: (number | null)[];
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
