import { HISTORY_LIMIT } from "../../../schemas/index.ts";
import type { CallBlock } from "./call-block.ts";
import { Durations } from "./durations.ts";
import { SampleRing } from "./sample-ring.ts";

/** One call of a handler. `endedAt` is on the monotonic clock, in ms. */
export interface Sample {
  readonly endedAt: number;
  readonly durationMs: number;
  /** What was thrown; null when the handler answered. */
  readonly error: string | null;
}

/** Where a block keeps the calls of one plugin. */
interface BlockColumn {
  readonly block: CallBlock;
  readonly column: number;
}

/**
 * What one plugin did for one hook: exact counters since the registry started, and its last calls. What is recorded call by call
 * is here; what fires recorded row by row is in blocks of the hook, and is added when somebody reads.
 */
export class HookTelemetry {
  failures = 0;
  /** Of all calls but those that blocks still hold. */
  readonly durations = new Durations();
  #invocations = 0;
  #untimed = 0;
  #totalMs = 0;
  /** Null as long as every call was recorded in a block. */
  #ring: SampleRing | null = null;
  #columns: readonly BlockColumn[] = [];

  get invocations(): number {
    return this.#columns.reduce(
      (sum, { block, column }) => sum + block.counted(column).invocations,
      this.#invocations,
    );
  }

  /** How many of the calls were counted only. Nothing else is known of them but whether they failed. */
  get untimed(): number {
    return this.#columns.reduce((sum, { block }) => sum + block.untimed, this.#untimed);
  }

  get totalMs(): number {
    return this.#columns.reduce(
      (sum, { block, column }) => sum + block.counted(column).totalMs,
      this.#totalMs,
    );
  }

  /** The handler was called; what came of it is recorded later. */
  begin(): void {
    this.#invocations++;
  }

  /** What came of a call that was begun. `error` is what it threw. */
  settle(endedAt: number, durationMs: number, error: string | null): void {
    this.#totalMs += durationMs;
    this.durations.add(durationMs);
    if (error !== null) this.failures++;
    this.#ring ??= new SampleRing();
    this.#ring.keep(endedAt, durationMs, error);
  }

  /** The calls that are still kept, in the order in which they ended; `since` leaves out those that ended until then. */
  samples(since = -Infinity): Sample[] {
    return merge([
      this.#kept(since),
      ...this.#columns.map(({ block, column }) => block.samples(column, since)),
    ]);
  }

  /** How long the calls took that are still kept, shortest first. */
  sortedDurations(): Float64Array {
    const ended: number[] = [];
    const durations: number[] = [];
    const note = (endedAt: number, durationMs: number): void => {
      ended.push(endedAt);
      durations.push(durationMs);
    };
    this.#ring?.visit(note);
    for (const { block, column } of this.#columns) block.visit(column, note);
    if (ended.length <= HISTORY_LIMIT) return new Float64Array(durations).toSorted();
    const oldest = new Float64Array(ended).toSorted().at(-HISTORY_LIMIT) ?? 0;
    const latest = durations.filter((_, index) => (ended[index] ?? 0) >= oldest);
    return new Float64Array(latest.slice(-HISTORY_LIMIT)).toSorted();
  }

  /** How many calls took how long, by `DURATION_BOUNDS_MS`: every call that ended, also those whose samples are gone. */
  durationCounts(): number[] {
    const all = this.durations.copy();
    for (const { block, column } of this.#columns) {
      all.addBrief(block.brief(column));
      block.visit(column, (_, durationMs) => all.add(durationMs));
    }
    return all.counts();
  }

  /** The call that ended last; null when there was none. */
  last(): Sample | null {
    const lasts = this.#columns.map(({ block, column }) => block.last(column));
    return lasts.reduce(laterOf, this.#ring?.last() ?? null);
  }

  /** A block records this handler's calls from now on, in one of its columns. */
  attach(block: CallBlock, column: number): void {
    this.#columns = [...this.#columns, { block, column }];
  }

  /** Takes over what a block knows of this handler. */
  absorb(block: CallBlock, column: number): void {
    const { invocations, untimed, totalMs } = block.counted(column);
    this.#invocations += invocations;
    this.#untimed += untimed;
    this.#totalMs += totalMs;
    const fromBlock = block.samples(column);
    this.durations.addBrief(block.brief(column));
    this.durations.addAll(fromBlock);
    this.#keep(fromBlock);
    this.#columns = this.#columns.filter((one) => one.block !== block);
  }

  /** Calls that a block recorded are seldom older than one that is kept already. */
  #keep(samples: readonly Sample[]): void {
    if (samples.length === 0) return;
    const last = this.#ring?.last() ?? null;
    const isLater = last === null || samples.every(({ endedAt }) => endedAt >= last.endedAt);
    const ordered = merge(isLater ? [samples] : [this.#kept(), samples]);
    if (!isLater || this.#ring === null) this.#ring = new SampleRing();
    for (const { endedAt, durationMs, error } of ordered) {
      this.#ring.keep(endedAt, durationMs, error);
    }
  }

  #kept(since = -Infinity): readonly Sample[] {
    return this.#ring?.samples(since) ?? [];
  }
}

function merge(lists: readonly (readonly Sample[])[]): Sample[] {
  return lists
    .flat()
    .toSorted((a, b) => a.endedAt - b.endedAt)
    .slice(-HISTORY_LIMIT);
}

function laterOf(one: Sample | null, other: Sample | null): Sample | null {
  if (one === null || other === null) return one ?? other;
  return one.endedAt > other.endedAt ? one : other;
}
