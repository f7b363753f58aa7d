import { HISTORY_LIMIT } from "../../../schemas/index.ts";
import { ownTimers } from "../../base/own-timers.ts";
import { BRIEF_MS } from "./durations.ts";
import type { HookTelemetry, Sample } from "./hook-telemetry.ts";

/** A fire that writes a row of a block while others write theirs. */
export interface RowWriter {
  /** How many calls of its row are over, and written. */
  readonly ended: number;
  /** The next one has begun. */
  readonly isCalling: boolean;
}

/** Calls of one handler since the last flush. */
interface Counted {
  readonly invocations: number;
  /** Of them. */
  readonly untimed: number;
  readonly totalMs: number;
}

/**
 * The last calls of all handlers of one hook, one row for each fire: when the fire began and then when each handler was done. One
 * clock reading thus ends a call and begins the next, and one store records it. A negative stamp is a time at which a call ended
 * that is recorded elsewhere: it threw, was given up, or is not over yet; or at which nobody was called. What is not written yet
 * is negative, too.
 *
 * Counters are sums over the rows. A row is added up when it is about to be written again, the others whenever somebody reads.
 */
export class CallBlock {
  readonly stamps: Float64Array;
  /** Fires that called everybody and have no row. */
  untimed = 0;
  readonly #owners: readonly HookTelemetry[];
  readonly #width: number;
  /** The fire that writes each row at the moment; null for rows that are complete. */
  readonly #writers: (RowWriter | null)[] = Array.from({ length: HISTORY_LIMIT }, () => null);
  /** The row that is written next. */
  #next = 0;
  /** Every row has been written; until then those from the next one on hold nothing. */
  #isFull = false;
  /** Sums over the rows that were written again, by column: calls up to the first bound of durations, others, and their time. */
  readonly #brief: Float64Array;
  readonly #longer: Float64Array;
  readonly #totalMs: Float64Array;

  constructor(owners: readonly HookTelemetry[]) {
    this.#owners = owners;
    this.#width = owners.length + 1;
    this.#brief = new Float64Array(owners.length);
    this.#longer = new Float64Array(owners.length);
    this.#totalMs = new Float64Array(owners.length);
    this.stamps = new Float64Array(HISTORY_LIMIT * this.#width).fill(-1);
    owners.forEach((owner, column) => owner.attach(this, column));
  }

  /** Gives a fire that has the block to itself the oldest row. On the hot path, as `take` is: allocates nothing. */
  takeAlone(): number {
    const row = this.#next;
    if (row + 1 === HISTORY_LIMIT) this.#startOver();
    else this.#next = row + 1;
    this.#addUp(row);
    return row;
  }

  /** Gives a fire the oldest row that nobody writes, until it is complete; -1 when all are being written. */
  take(writer: RowWriter): number {
    for (let tries = 0; tries < HISTORY_LIMIT; tries++) {
      const row = this.#next;
      if (row + 1 === HISTORY_LIMIT) this.#startOver();
      else this.#next = row + 1;
      if (this.#writers[row] !== null) continue;
      this.#addUp(row);
      this.#writers[row] = writer;
      return row;
    }
    return -1;
  }

  /** Where the stamps of a row begin. */
  startOf(row: number): number {
    return row * this.#width;
  }

  /** A row is written to its end. */
  complete(row: number): void {
    this.#writers[row] = null;
  }

  counted(column: number): Counted {
    const { untimed } = this;
    let invocations = untimed + this.brief(column) + (this.#longer[column] ?? 0);
    let totalMs = this.#totalMs[column] ?? 0;
    for (let row = 0; row < this.#rows; row++) {
      const isOver = this.#endedAt(row, column) >= 0;
      if (isOver) totalMs += this.#durationMs(row, column);
      if (isOver || this.#isCalling(row, column)) invocations++;
    }
    return { invocations, untimed, totalMs };
  }

  /** The calls of one handler that are still here and ended after a moment, in the order in which their fires began. */
  samples(column: number, since = -Infinity): Sample[] {
    const samples: Sample[] = [];
    this.visit(column, (endedAt, durationMs) => {
      if (endedAt > since) samples.push({ endedAt, durationMs, error: null });
    });
    return samples;
  }

  /** Visits what `samples` answers with. For whoever reads many and keeps none: allocates nothing. */
  visit(column: number, each: (endedAt: number, durationMs: number) => void): void {
    const rows = this.#rows;
    const oldest = this.#isFull ? this.#next : 0;
    for (let index = 0; index < rows; index++) {
      const row = (oldest + index) % rows;
      const endedAt = this.#endedAt(row, column);
      if (endedAt >= 0) each(endedAt, this.#durationMs(row, column));
    }
  }

  /** The call of one handler that ended last; null when there is none. */
  last(column: number): Sample | null {
    let latest = -1;
    let latestRow = -1;
    for (let row = 0; row < this.#rows; row++) {
      const endedAt = this.#endedAt(row, column);
      if (endedAt <= latest) continue;
      latest = endedAt;
      latestRow = row;
    }
    if (latestRow < 0) return null;
    return { endedAt: latest, durationMs: this.#durationMs(latestRow, column), error: null };
  }

  /** Calls of one handler that are not here any more and took no longer than the first bound of durations. */
  brief(column: number): number {
    return this.#brief[column] ?? 0;
  }

  /**
   * Is not written again: hands everything to the handlers' own telemetry. Not at once, as whoever closes it is in the middle of
   * replacing a plugin, and others with a hundred handlers wait; who reads until then finds everything here.
   */
  close(): void {
    ownTimers.setImmediate(() => {
      this.#owners.forEach((owner, column) => owner.absorb(this, column));
    });
  }

  /** So many rows, from the first one on, have been written. */
  get #rows(): number {
    return this.#isFull ? HISTORY_LIMIT : this.#next;
  }

  #startOver(): void {
    this.#next = 0;
    this.#isFull = true;
  }

  #isCalling(row: number, column: number): boolean {
    const writer = this.#writers[row] ?? null;
    return writer !== null && writer.ended === column && writer.isCalling;
  }

  /** Of a call that is recorded here. */
  #durationMs(row: number, column: number): number {
    const startedAt = Math.abs(this.stamps[this.startOf(row) + column] ?? 0);
    return this.#endedAt(row, column) - startedAt;
  }

  /** Negative when the call is not recorded here. */
  #endedAt(row: number, column: number): number {
    return this.stamps[this.startOf(row) + column + 1] ?? -1;
  }

  /** Adds a row to the sums and empties it. */
  #addUp(row: number): void {
    const { stamps } = this;
    const brief = this.#brief;
    const totalMs = this.#totalMs;
    let at = this.startOf(row);
    let startedAt = Math.abs(stamps[at] ?? 0);
    for (let column = 0; column < brief.length; column++) {
      const endedAt = stamps[++at] ?? -1;
      if (endedAt >= 0) {
        const durationMs = endedAt - startedAt;
        totalMs[column] = (totalMs[column] ?? 0) + durationMs;
        if (durationMs <= BRIEF_MS) brief[column] = (brief[column] ?? 0) + 1;
        else this.#addLonger(column, durationMs);
      }
      startedAt = Math.abs(endedAt);
      stamps[at] = -1;
    }
  }

  #addLonger(column: number, durationMs: number): void {
    this.#longer[column] = (this.#longer[column] ?? 0) + 1;
    this.#owners[column]?.durations.add(durationMs);
  }
}
