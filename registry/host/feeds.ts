import type { LiveSample } from "../../schemas/index.ts";

/** Runs something at once after a quiet time, else at most once in an interval, and always a last time. */
export class Coalescer {
  readonly #run: () => void;
  readonly #intervalMs: number;
  #ranAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;

  constructor(intervalMs: number, run: () => void) {
    this.#intervalMs = intervalMs;
    this.#run = run;
  }

  request(): void {
    if (this.#timer) return;
    const wait = Math.max(0, this.#ranAt + this.#intervalMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#ranAt = performance.now();
      this.#run();
    }, wait);
    this.#timer.unref();
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }
}

const SAMPLES_INTERVAL_MS = 100;
const SAMPLES_IN_BATCH = 500;

/** Samples on their way to the editor: at most ten batches a second, the oldest dropped when there are too many. */
export class SampleFeed {
  readonly #coalescer: Coalescer;
  #waiting: LiveSample[] = [];

  constructor(send: (samples: LiveSample[]) => void) {
    this.#coalescer = new Coalescer(SAMPLES_INTERVAL_MS, () => {
      const samples = this.#waiting;
      this.#waiting = [];
      send(samples);
    });
  }

  add(samples: readonly LiveSample[]): void {
    this.#waiting = [...this.#waiting, ...samples].slice(-SAMPLES_IN_BATCH);
    this.#coalescer.request();
  }

  close(): void {
    this.#coalescer.close();
  }
}
