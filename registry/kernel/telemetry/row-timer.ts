import type { CallBlock, RowWriter } from "./call-block.ts";
import type { HookTelemetry } from "./hook-telemetry.ts";

/**
 * Times the handlers of one fire, and then of another, in a row of a block. They are called one after the other, so the reading of
 * the clock that ends a call begins the next. Calls that failed, and those of a fire that got no row because too many are under
 * way, go to the handler's own telemetry.
 */
export class RowTimer implements RowWriter {
  ended = 0;
  isCalling = false;
  /** The latest reading of the clock. */
  readAt = 0;
  readonly #block: CallBlock;
  readonly #stamps: Float64Array;
  #firedAt = 0;
  /** -1: none. */
  #row = -1;
  /** The last stamp that was written. */
  #at = 0;

  constructor(block: CallBlock) {
    this.#block = block;
    this.#stamps = block.stamps;
  }

  /** How long the fire took, or has taken so far. */
  get durationMs(): number {
    return this.readAt - this.#firedAt;
  }

  /** A fire begins. */
  start(now: number): void {
    this.ended = 0;
    this.#firedAt = now;
    this.readAt = now;
    this.#row = this.#block.take(this);
    if (this.#row < 0) return;
    this.#at = this.#block.startOf(this.#row);
    this.#stamps[this.#at] = now;
  }

  /** Somebody is about to be called. */
  begin(telemetry: HookTelemetry): void {
    this.isCalling = true;
    if (this.#row < 0) telemetry.begin();
  }

  /** Who was called has answered. Answers with how long it took, in ms. */
  answered(now: number, telemetry: HookTelemetry): number {
    const durationMs = now - this.readAt;
    if (this.#row < 0) telemetry.settle(now, durationMs, null);
    else this.#stamps[++this.#at] = now;
    this.#goOn(now);
    return durationMs;
  }

  /** Who was called has thrown, or is not waited for any longer. */
  failed(now: number, telemetry: HookTelemetry, error: string): number {
    const durationMs = now - this.readAt;
    if (this.#row >= 0) {
      telemetry.begin();
      this.#stamps[++this.#at] = -now;
    }
    telemetry.settle(now, durationMs, error);
    this.#goOn(now);
    return durationMs;
  }

  /** Somebody who has a column is not called. */
  skipped(): void {
    if (this.#row >= 0) this.#stamps[++this.#at] = -this.readAt;
    this.ended++;
  }

  /** Everybody had their turn. */
  finish(): void {
    if (this.#row >= 0) this.#block.complete(this.#row);
  }

  #goOn(now: number): void {
    this.readAt = now;
    this.isCalling = false;
    this.ended++;
  }
}
