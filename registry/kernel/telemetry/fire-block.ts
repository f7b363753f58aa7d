import { HISTORY_LIMIT } from "../../../schemas/index.ts";
import type { HookTelemetry, Sample } from "./hook-telemetry.ts";

/**
 * The last calls of all handlers of one hook, one row for each fire: `stamps[row]` holds when the fire began and
 * then when each handler returned. One clock reading thus ends a call and begins the next, and one store records it. A
 * negative stamp is a time at which a call ended that is recorded elsewhere: it threw, or is not over yet.
 *
 * Counters are sums over the rows, added up when a row is about to be written again, and whenever somebody reads.
 */
export class FireBlock {
  readonly stamps: Float64Array;
  /** How many stamps a row has. */
  readonly width: number;
  /** The row that the next fire writes. */
  row = 0;
  readonly #owners: readonly HookTelemetry[];
  #wrapped = false;

  constructor(owners: readonly HookTelemetry[]) {
    this.#owners = owners;
    this.width = owners.length + 1;
    this.stamps = new Float64Array(HISTORY_LIMIT * this.width);
    owners.forEach((owner, column) => owner.attach(this, column));
  }

  /** A row is complete. */
  advance(): void {
    this.row++;
    if (this.row === HISTORY_LIMIT) this.#startOver();
  }

  /** Calls of one handler in the rows that were not added to its counters yet. */
  pending(column: number): { readonly invocations: number; readonly totalMs: number } {
    let invocations = 0;
    let totalMs = 0;
    for (let row = 0; row < this.row; row++) {
      const at = row * this.width + column;
      const endedAt = this.stamps[at + 1] ?? 0;
      if (endedAt < 0) continue;
      invocations++;
      totalMs += endedAt - Math.abs(this.stamps[at] ?? 0);
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

  #startOver(): void {
    this.#owners.forEach((owner, column) => owner.addUp(this.pending(column)));
    this.row = 0;
    this.#wrapped = true;
  }
}
