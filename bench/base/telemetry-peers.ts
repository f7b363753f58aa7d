const HISTORY = 100;

/** The telemetry that the registry keeps, written the plain way: two clock readings and typed rings for each handler. */
export class PlainTelemetry {
  readonly #slots: {
    invocations: number;
    failures: number;
    totalMs: number;
    lastMs: number;
    row: number;
    readonly durations: Float64Array;
    readonly stamps: Float64Array;
  }[];

  constructor(size: number) {
    this.#slots = Array.from({ length: size }, () => ({
      invocations: 0,
      failures: 0,
      totalMs: 0,
      lastMs: 0,
      row: 0,
      durations: new Float64Array(HISTORY),
      stamps: new Float64Array(HISTORY),
    }));
  }

  call(index: number, work: () => void): void {
    const startedAt = performance.now();
    try {
      work();
      this.#record(index, startedAt, false);
    } catch {
      this.#record(index, startedAt, true);
    }
  }

  async callAsync(index: number, work: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    try {
      await work();
      this.#record(index, startedAt, false);
    } catch {
      this.#record(index, startedAt, true);
    }
  }

  #record(index: number, startedAt: number, failed: boolean): void {
    const slot = this.#slots[index];
    if (slot === undefined) return;
    const endedAt = performance.now();
    const duration = endedAt - startedAt;
    slot.invocations++;
    if (failed) slot.failures++;
    slot.totalMs += duration;
    slot.lastMs = duration;
    slot.durations[slot.row] = failed ? -duration : duration;
    slot.stamps[slot.row] = endedAt;
    slot.row = (slot.row + 1) % HISTORY;
  }
}

/** The platform's own telemetry, ported line by line: an object for each call in an array, with its timestamp as text. */
export class NaiveTelemetry {
  readonly #stats: Record<string, number>[];
  readonly #history: object[][];

  constructor(size: number) {
    this.#stats = Array.from({ length: size }, () => ({ invocations: 0, failures: 0, total: 0 }));
    this.#history = Array.from({ length: size }, () => []);
  }

  call(index: number, work: () => void): void {
    const stats = this.#stats[index] ?? {};
    stats["invocations"] = (stats["invocations"] ?? 0) + 1;
    const startedAt = performance.now();
    let status = "success";
    try {
      work();
    } catch {
      status = "error";
      stats["failures"] = (stats["failures"] ?? 0) + 1;
    }
    const duration_ms = performance.now() - startedAt;
    stats["total"] = (stats["total"] ?? 0) + duration_ms;
    stats["last"] = duration_ms;
    const history = this.#history[index] ?? [];
    history.push({ timestamp: new Date().toISOString(), status, duration_ms });
    if (history.length > HISTORY) history.shift();
  }
}
