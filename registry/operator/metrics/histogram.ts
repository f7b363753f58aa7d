/** In seconds: from a handler that only looks to one that waits for a service up to its deadline. */
const BOUNDS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

interface Series {
  readonly counts: number[];
  sum: number;
  total: number;
}

/** Durations by their labels, as Prometheus counts them. */
export class Histogram {
  /** By labels as they are written. */
  readonly #series = new Map<string, Series>();

  observe(labels: string, seconds: number): void {
    const series = this.#series.get(labels) ?? {
      counts: BOUNDS.map(() => 0),
      sum: 0,
      total: 0,
    };
    this.#series.set(labels, series);
    const bucket = BOUNDS.findIndex((bound) => seconds <= bound);
    if (bucket !== -1) series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += seconds;
    series.total += 1;
  }

  /** Forgets the series whose labels do not satisfy the condition. */
  keepOnly(condition: (labels: string) => boolean): void {
    for (const labels of this.#series.keys()) {
      if (!condition(labels)) this.#series.delete(labels);
    }
  }

  lines(name: string): string[] {
    return Array.from(this.#series, ([labels, { counts, sum, total }]) => {
      let below = 0;
      const buckets = BOUNDS.map((bound, index) => {
        below += counts[index] ?? 0;
        return `${name}_bucket{${labels},le="${bound}"} ${below}`;
      });
      return [
        ...buckets,
        `${name}_bucket{${labels},le="+Inf"} ${total}`,
        `${name}_sum{${labels}} ${sum}`,
        `${name}_count{${labels}} ${total}`,
      ];
    }).flat();
  }
}
