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

  /** Oldest first. */
  samples(): Sample[] {
    const oldest = Math.max(0, this.#kept - HISTORY_LIMIT);
    return Array.from({ length: this.#kept - oldest }, (_, index) =>
      this.#sampleAt(oldest + index),
    );
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
