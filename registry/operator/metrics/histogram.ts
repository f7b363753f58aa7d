import { DURATION_BOUNDS_MS } from "../../../schemas/index.ts";
import { MILLISECONDS_IN_SECOND } from "./units.ts";

/** In seconds. */
const BOUNDS = DURATION_BOUNDS_MS.map((ms) => ms / MILLISECONDS_IN_SECOND);

/** What was measured under one set of labels: how often each bound was not exceeded by it, but the one before was. */
export interface Series {
  /** A figure for each bound, and one for those beyond the last. */
  readonly counts: readonly number[];
  /** In seconds. */
  readonly sum: number;
}

/** Durations by their labels. */
export class Histogram {
  /** By labels as they are written. */
  readonly #series = new Map<string, { counts: number[]; sum: number }>();

  observe(labels: string, seconds: number): void {
    const series = this.#series.get(labels) ?? { counts: [...BOUNDS.map(() => 0), 0], sum: 0 };
    this.#series.set(labels, series);
    const bound = BOUNDS.findIndex((limit) => seconds <= limit);
    const column = bound === -1 ? BOUNDS.length : bound;
    series.counts[column] = (series.counts[column] ?? 0) + 1;
    series.sum += seconds;
  }

  get series(): ReadonlyMap<string, Series> {
    return this.#series;
  }
}

/** One series as Prometheus counts: in each bucket also what is in those below it. */
export function seriesLines(name: string, labels: string, { counts, sum }: Series): string[] {
  let below = 0;
  const buckets = counts.map((count, column) => {
    below += count;
    return `${name}_bucket{${labels},le="${BOUNDS[column] ?? "+Inf"}"} ${below}`;
  });
  return [...buckets, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${below}`];
}
