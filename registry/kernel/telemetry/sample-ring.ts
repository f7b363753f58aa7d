import { HISTORY_LIMIT } from "../../../schemas/index.ts";
import type { Sample } from "./hook-telemetry.ts";

/** The last samples, in columns: keeping one allocates nothing unless it is an error. */
export class SampleRing {
  readonly #endedAt = new Float64Array(HISTORY_LIMIT);
  readonly #durationMs = new Float64Array(HISTORY_LIMIT);
  readonly #errors = new Map<number, string>();
  #kept = 0;

  keep(endedAt: number, durationMs: number, error: string | null): void {
    const row = this.#kept++ % HISTORY_LIMIT;
    this.#endedAt[row] = endedAt;
    this.#durationMs[row] = durationMs;
    if (error !== null) this.#errors.set(row, error);
    else if (this.#errors.size > 0) this.#errors.delete(row);
  }

  last(): Sample | null {
    return this.#kept === 0 ? null : this.#sampleAt(this.#kept - 1);
  }

  /** Those that ended after a moment. Oldest first. */
  samples(since = -Infinity): Sample[] {
    const samples: Sample[] = [];
    for (let index = this.#kept - this.#size; index < this.#kept; index++) {
      if ((this.#endedAt[index % HISTORY_LIMIT] ?? 0) > since) samples.push(this.#sampleAt(index));
    }
    return samples;
  }

  /** Visits all, oldest first. Allocates nothing. */
  visit(each: (endedAt: number, durationMs: number) => void): void {
    for (let index = this.#kept - this.#size; index < this.#kept; index++) {
      const row = index % HISTORY_LIMIT;
      each(this.#endedAt[row] ?? 0, this.#durationMs[row] ?? 0);
    }
  }

  /** How many are here. */
  get #size(): number {
    return Math.min(this.#kept, HISTORY_LIMIT);
  }

  #sampleAt(index: number): Sample {
    const row = index % HISTORY_LIMIT;
    return {
      endedAt: this.#endedAt[row] ?? 0,
      durationMs: this.#durationMs[row] ?? 0,
      error: this.#errors.get(row) ?? null,
    };
  }
}
