import { HISTORY_LIMIT } from "../../../schemas/index.ts";
import type { FireBlock } from "./fire-block.ts";

/** One call of a handler. `endedAt` is on the monotonic clock, in ms. */
export interface Sample {
  readonly endedAt: number;
  readonly durationMs: number;
  /** What was thrown; null when the handler answered. */
  readonly error: string | null;
}

/**
 * What one plugin did for one hook: exact counters since the registry started, and its last calls. What is recorded call by call
 * is here; what the fast path of `fire` recorded is in the block of the hook, and is added when somebody reads.
 */
export class HookTelemetry {
  failures = 0;
  #invocations = 0;
  #totalMs = 0;
  #samples: Sample[] = [];
  /** Where the next sample goes, once `#samples` is full. */
  #next = 0;
  #block: { readonly block: FireBlock; readonly column: number } | null = null;

  get invocations(): number {
    return this.#invocations + this.#pending().invocations;
  }

  get totalMs(): number {
    return this.#totalMs + this.#pending().totalMs;
  }

  /** The handler was called; what came of it is recorded later. */
  begin(): void {
    this.#invocations++;
  }

  /** What came of a call that was begun. `error` is what it threw. */
  settle(endedAt: number, durationMs: number, error: string | null): void {
    this.#totalMs += durationMs;
    if (error !== null) this.failures++;
    this.#keep({ endedAt, durationMs, error });
  }

  /** The calls that are still kept, in the order in which they ended. */
  samples(): Sample[] {
    const own = [...this.#samples.slice(this.#next), ...this.#samples.slice(0, this.#next)];
    if (this.#block === null) return own;
    const fast = this.#block.block.samples(this.#block.column);
    if (own.length === 0) return fast;
    return [...own, ...fast].toSorted((a, b) => a.endedAt - b.endedAt).slice(-HISTORY_LIMIT);
  }

  /** The call that ended last; null when there was none. */
  last(): Sample | null {
    const own = this.#samples.at(this.#next - 1) ?? null;
    const fast = this.#block?.block.last(this.#block.column) ?? null;
    if (own === null || fast === null) return own ?? fast;
    return own.endedAt > fast.endedAt ? own : fast;
  }

  /** A block records this handler's calls from now on. */
  attach(block: FireBlock, column: number): void {
    this.#block = { block, column };
  }

  /** Calls that a block is about to forget. */
  addUp(calls: { readonly invocations: number; readonly totalMs: number }): void {
    this.#invocations += calls.invocations;
    this.#totalMs += calls.totalMs;
  }

  /** Takes over what a block knows of this handler. */
  absorb(block: FireBlock, column: number): void {
    this.#samples = this.samples();
    this.#next = 0;
    this.addUp(block.pending(column));
    if (this.#block?.block === block) this.#block = null;
  }

  #keep(sample: Sample): void {
    if (this.#samples.length < HISTORY_LIMIT) {
      this.#samples.push(sample);
      return;
    }
    this.#samples[this.#next] = sample;
    this.#next = (this.#next + 1) % HISTORY_LIMIT;
  }

  #pending(): { readonly invocations: number; readonly totalMs: number } {
    return this.#block === null
      ? { invocations: 0, totalMs: 0 }
      : this.#block.block.pending(this.#block.column);
  }
}
