import { HISTORY_LIMIT } from "../../../schemas/index.ts";
import type { HookTelemetry, Sample } from "./hook-telemetry.ts";

/**
 * The last calls of all handlers of one hook, one row for each fire: `stamps[row]` holds when the fire began and
 * then when each handler returned. One clock reading thus ends a call and begins the next, and one store records it. A
 * negative stamp is a time at which a call ended that is recorded elsewhere: it threw, or is not over yet.
 *
 * Counters are sums over the rows, added up when the rows are about to be written again, and whenever somebody reads.
 */
export class FireBlock {
  readonly stamps: Float64Array;
  /** How many stamps a row has. */
  readonly width: number;
  /** The row that the next fire writes. */
  row = 0;
  readonly #owners: readonly HookTelemetry[];
  /** Sums over the rows that were written again since the last flush, by column. */
  readonly #invocations: Float64Array;
  readonly #totalMs: Float64Array;
  #wrapped = false;

  constructor(owners: readonly HookTelemetry[]) {
    this.#owners = owners;
    this.width = owners.length + 1;
    this.#invocations = new Float64Array(owners.length);
    this.#totalMs = new Float64Array(owners.length);
    this.stamps = new Float64Array(HISTORY_LIMIT * this.width);
    owners.forEach((owner, column) => owner.attach(this, column));
  }

  /** A row is complete. */
  advance(): void {
    this.row++;
    if (this.row === HISTORY_LIMIT) this.#startOver();
  }

  /** Calls of one handler since the last flush. */
  counted(column: number): { readonly invocations: number; readonly totalMs: number } {
    let invocations = this.#invocations[column] ?? 0;
    let totalMs = this.#totalMs[column] ?? 0;
    for (let row = 0; row < this.row; row++) {
      const sample = this.#sampleAt(row, column);
      if (sample === null) continue;
      invocations++;
      totalMs += sample.durationMs;
    }
    return { invocations, totalMs };
  }

  /** The calls of one handler that are still here, oldest first. */
  samples(column: number): Sample[] {
    const samples: Sample[] = [];
    const oldest = this.#wrapped ? this.row : 0;
    const rows = this.#wrapped ? HISTORY_LIMIT : this.row;
    for (let index = 0; index < rows; index++) {
      const sample = this.#sampleAt((oldest + index) % HISTORY_LIMIT, column);
      if (sample !== null) samples.push(sample);
    }
    return samples;
  }

  /** Hands everything to the handlers' own telemetry and starts empty. */
  flush(): void {
    this.#owners.forEach((owner, column) => owner.absorb(this, column));
    this.row = 0;
    this.#wrapped = false;
    this.#invocations.fill(0);
    this.#totalMs.fill(0);
  }

  /** Gives one row, written after the last flush, to the handlers' own telemetry. */
  handOver(row: number): void {
    this.#owners.forEach((owner, column) => {
      const sample = this.#sampleAt(row, column);
      if (sample === null) return;
      owner.begin();
      owner.settle(sample.endedAt, sample.durationMs, null);
    });
  }

  /** The latest call of one handler that is recorded here; null when there is none. */
  last(column: number): Sample | null {
    const rows = this.#wrapped ? HISTORY_LIMIT : this.row;
    for (let back = 1; back <= rows; back++) {
      const sample = this.#sampleAt((this.row - back + HISTORY_LIMIT) % HISTORY_LIMIT, column);
      if (sample !== null) return sample;
    }
    return null;
  }

  #sampleAt(row: number, column: number): Sample | null {
    const at = row * this.width + column;
    const endedAt = this.stamps[at + 1] ?? 0;
    if (endedAt < 0) return null;
    return { endedAt, durationMs: endedAt - Math.abs(this.stamps[at] ?? 0), error: null };
  }

  /** On the hot path, once in a hundred fires: allocates nothing. */
  #startOver(): void {
    const { stamps, width } = this;
    const invocations = this.#invocations;
    const totalMs = this.#totalMs;
    for (let row = 0; row < HISTORY_LIMIT; row++) {
      let startedAt = Math.abs(stamps[row * width] ?? 0);
      for (let column = 0; column < invocations.length; column++) {
        const endedAt = stamps[row * width + column + 1] ?? 0;
        if (endedAt >= 0) {
          invocations[column] = (invocations[column] ?? 0) + 1;
          totalMs[column] = (totalMs[column] ?? 0) + endedAt - startedAt;
        }
        startedAt = Math.abs(endedAt);
      }
    }
    this.row = 0;
    this.#wrapped = true;
  }
}
