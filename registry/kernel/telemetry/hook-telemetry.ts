import { HISTORY_LIMIT } from "../../../schemas/index.ts";

/** One call of a handler. `endedAt` is on the monotonic clock, in ms. */
export interface Sample {
  readonly endedAt: number;
  readonly durationMs: number;
  /** What was thrown; null when the handler answered. */
  readonly error: string | null;
}

/**
 * What one plugin did for one hook: exact counters since the registry started, and its last calls. Numbers live in columns,
 * so that recording allocates nothing; timestamps are made when somebody reads them.
 */
export class HookTelemetry {
  invocations = 0;
  failures = 0;
  totalMs = 0;
  readonly #endedAt = new Float64Array(HISTORY_LIMIT);
  readonly #durationMs = new Float64Array(HISTORY_LIMIT);
  readonly #errors = Array.from<string | null>({ length: HISTORY_LIMIT }).fill(null);
  #recorded = 0;

  /** The handler was called; what came of it is recorded later. */
  begin(): void {
    this.invocations++;
  }

  /** What came of a call that was begun. `error` is what it threw. */
  settle(endedAt: number, durationMs: number, error: string | null): void {
    const row = this.#recorded++ % HISTORY_LIMIT;
    this.#endedAt[row] = endedAt;
    this.#durationMs[row] = durationMs;
    this.#errors[row] = error;
    this.totalMs += durationMs;
    if (error !== null) this.failures++;
  }

  /** The calls that are still kept, in the order in which they ended. */
  samples(): Sample[] {
    const kept = Math.min(this.#recorded, HISTORY_LIMIT);
    const samples: Sample[] = [];
    for (let index = this.#recorded - kept; index < this.#recorded; index++) {
      const row = index % HISTORY_LIMIT;
      samples.push({
        endedAt: this.#endedAt[row] ?? 0,
        durationMs: this.#durationMs[row] ?? 0,
        error: this.#errors[row] ?? null,
      });
    }
    return samples;
  }
}
