import type { LiveSample } from "../../../schemas/index.ts";
import { ownTimers } from "../../base/own-timers.ts";
import type { WorkerEvents, WorkerState } from "./protocol.ts";

/** What the host passes on is at most this old, and at most this frequent. */
const INTERVAL_MS = 100;

export interface ActivitySource {
  readonly state: () => WorkerState;
  /** Calls that ended after a moment of the monotonic clock. */
  readonly samplesSince: (moment: number) => LiveSample[];
  readonly events: Pick<WorkerEvents, "changed" | "sampled">;
}

/**
 * Tells the host what happened: at once after a quiet time, else every tenth of a second, so that next to nothing is lost
 * when the thread hangs, and a plugin that is called a million times costs no more than one that is called ten times.
 */
export class ActivityFeed {
  readonly #source: ActivitySource;
  #scheduled = false;
  #lastSentAt = 0;
  #samplesUntil = performance.now();

  constructor(source: ActivitySource) {
    this.#source = source;
  }

  /** Plugin code runs. On the hot path. */
  active(): void {
    if (!this.#scheduled) this.#schedule();
  }

  /** Something that a snapshot shows changed. */
  changed(): void {
    if (!this.#scheduled) this.#schedule();
  }

  /** The same, to be known before anything else is answered. */
  changedNow(): void {
    this.#send();
  }

  #schedule(): void {
    this.#scheduled = true;
    const wait = this.#lastSentAt + INTERVAL_MS - performance.now();
    if (wait <= 0) ownTimers.setImmediate(() => this.#send());
    else ownTimers.setTimeout(() => this.#send(), wait).unref();
  }

  #send(): void {
    this.#scheduled = false;
    this.#lastSentAt = performance.now();
    const samples = this.#source.samplesSince(this.#samplesUntil);
    this.#samplesUntil = this.#lastSentAt;
    if (samples.length > 0) this.#source.events.sampled(samples);
    this.#source.events.changed(this.#source.state());
  }
}
