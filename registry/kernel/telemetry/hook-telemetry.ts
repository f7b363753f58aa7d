import { HISTORY_LIMIT } from "../../../schemas/index.ts";
import type { FireBlock } from "./fire-block.ts";
import { SampleRing } from "./sample-ring.ts";

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
  /** Null as long as every call was recorded in a block. */
  #ring: SampleRing | null = null;
  #block: { readonly block: FireBlock; readonly column: number } | null = null;

  get invocations(): number {
    return this.#invocations + this.#inBlock().invocations;
  }

  get totalMs(): number {
    return this.#totalMs + this.#inBlock().totalMs;
  }

  /** The handler was called; what came of it is recorded later. */
  begin(): void {
    this.#invocations++;
  }

  /** What came of a call that was begun. `error` is what it threw. */
  settle(endedAt: number, durationMs: number, error: string | null): void {
    this.#totalMs += durationMs;
    if (error !== null) this.failures++;
    this.#ring ??= new SampleRing();
    this.#ring.keep(endedAt, durationMs, error);
  }

  /** The calls that are still kept, in the order in which they ended. */
  samples(): Sample[] {
    const own = this.#ring?.samples() ?? [];
    if (this.#block === null) return own;
    const fast = this.#block.block.samples(this.#block.column);
    if (own.length === 0) return fast;
    return [...own, ...fast].toSorted((a, b) => a.endedAt - b.endedAt).slice(-HISTORY_LIMIT);
  }

  /** The call that ended last; null when there was none. */
  last(): Sample | null {
    const own = this.#ring?.last() ?? null;
    const fast = this.#block?.block.last(this.#block.column) ?? null;
    if (own === null || fast === null) return own ?? fast;
    return own.endedAt > fast.endedAt ? own : fast;
  }

  /** A block records this handler's calls from now on. */
  attach(block: FireBlock, column: number): void {
    this.#block = { block, column };
  }

  /** Takes over what a block knows of this handler. */
  absorb(block: FireBlock, column: number): void {
    const ring = new SampleRing();
    for (const sample of this.samples()) {
      ring.keep(sample.endedAt, sample.durationMs, sample.error);
    }
    this.#ring = ring;
    const counted = block.counted(column);
    this.#invocations += counted.invocations;
    this.#totalMs += counted.totalMs;
    if (this.#block?.block === block) this.#block = null;
  }

  #inBlock(): { readonly invocations: number; readonly totalMs: number } {
    return this.#block === null
      ? { invocations: 0, totalMs: 0 }
      : this.#block.block.counted(this.#block.column);
  }
}
