import type { MarkerReader } from "../runtimes/index.ts";

/** While somebody waits for an answer it looks so many times in a deadline: a call is noticed that much too late at most. */
const LOOKS_PER_DEADLINE = 25;
const SHORTEST_INTERVAL_MS = 2;
const LONGEST_INTERVAL_MS = 20;
/** And this often when nobody does. */
const IDLE_INTERVAL_MS = 100;
/** While calls come and go, this many deadlines may pass before the event loop is reached: many plugins load at once. */
const BUSY_FACTOR = 4;

/** Timers are about this late on a machine that has time to spare. On one that has not, the plugins' thread had to wait as well. */
const LATE_MS = 5;

/** The part of a deadline after which a call is looked at more closely. */
const SUSPICIOUS_PART = 1 / 4;

/** A plugin held the thread longer than its deadline, or has it use more memory than plugins may. */
export type Overdue = "held" | "memory";

export interface WatchdogOptions {
  readonly marker: MarkerReader;
  readonly deadlineMs: number;
  /** Sends a number that the thread writes into the marker when its event loop gets to it. */
  readonly ping: (count: number) => void;
  /** How much more memory the process may take while one call runs, in bytes. */
  readonly memoryLimitBytes: number;
  /** The thread does not give way and may be overdue soon; or it is not so any more. */
  readonly onSuspicion: (isSuspicious: boolean) => void;
  /**
   * Called with the plugin whose code is marked as running; null when none is. Answers whether the thread is given up;
   * if not, it is looked at again when the same time has passed once more.
   */
  readonly onOverdue: (why: Overdue, marked: string | null) => Promise<boolean>;
}

/** Looks at the plugins' thread from outside and tells when a plugin holds it longer than its deadline. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #busyIntervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #waiting = 0;
  #sequence = 0;
  #sequenceSince = performance.now();
  #dueAt = 0;
  #memory = process.memoryUsage.rss();
  #pings = 0;
  #heardAt = performance.now();
  #suspicious = false;
  #over = false;
  #reporting = false;
  #isSuspended = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    const interval = options.deadlineMs / LOOKS_PER_DEADLINE;
    this.#busyIntervalMs = Math.min(LONGEST_INTERVAL_MS, Math.max(SHORTEST_INTERVAL_MS, interval));
    this.#schedule();
  }

  /** Somebody waits for an answer of the thread; call what is returned when it has come. */
  attend(): () => void {
    this.#waiting += 1;
    // Only the first: many who ask one after the other would put the next look off for ever.
    if (this.#waiting === 1) this.#schedule();
    return () => {
      this.#waiting -= 1;
    };
  }

  /** Takes no notice of anything until `resume`: a debugger may halt the thread. */
  suspend(): void {
    this.#isSuspended = true;
    clearTimeout(this.#timer);
    this.#suspect(0);
  }

  /** What happened meanwhile does not count. */
  resume(): void {
    if (!this.#isSuspended) return;
    this.#isSuspended = false;
    this.#sequenceSince = performance.now();
    this.#heardAt = performance.now();
    this.#schedule();
  }

  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#over || this.#reporting || this.#isSuspended) return;
    clearTimeout(this.#timer);
    const interval = this.#waiting > 0 ? this.#busyIntervalMs : IDLE_INTERVAL_MS;
    const wait = Math.min(interval, this.#untilOverdueMs());
    this.#dueAt = performance.now() + wait;
    this.#timer = setTimeout(() => this.#look(), wait);
    this.#timer.unref();
  }

  /** The moment in which a call becomes overdue is not to be missed by an interval. */
  #untilOverdueMs(): number {
    const leftMs = this.#sequenceSince + this.#options.deadlineMs - performance.now();
    return leftMs > 0 ? Math.ceil(leftMs) : Infinity;
  }

  #look(): void {
    const { marker, deadlineMs, memoryLimitBytes, ping } = this.#options;
    const { sequence, heard, running } = marker.read();
    const now = performance.now();
    this.#discount(now - this.#dueAt);
    if (sequence !== this.#sequence || running.length === 0) {
      this.#sequence = sequence;
      this.#sequenceSince = now;
      this.#memory = process.memoryUsage.rss();
    }
    // A plugin may keep the first ping from being heard.
    const hasStarted = heard > 0 || sequence !== 0;
    if (!hasStarted) this.#heardAt = now;
    if (heard === this.#pings) {
      this.#heardAt = now;
      ping(++this.#pings);
    }
    const sameCallMs = now - this.#sequenceSince;
    const silentMs = now - this.#heardAt;
    this.#suspect(hasStarted ? silentMs : 0);
    if (sameCallMs > deadlineMs && silentMs > deadlineMs / 2) {
      void this.#report("held", running.at(-1));
    } else if (
      hasStarted &&
      silentMs > (running.length === 0 && heard > 0 ? deadlineMs : deadlineMs * BUSY_FACTOR)
    ) {
      // Calls come and go and the event loop is never reached: whoever is outermost keeps calling.
      void this.#report("held", running[0]);
    } else if (running.length > 0 && process.memoryUsage.rss() - this.#memory > memoryLimitBytes) {
      // V8 ends the whole process when one allocation is larger than what its limit leaves.
      void this.#report("memory", running.at(-1));
    }
    this.#schedule();
  }

  /** Time in which nobody got the processor is nobody's fault. */
  #discount(lateMs: number): void {
    if (lateMs < LATE_MS) return;
    this.#sequenceSince += lateMs;
    this.#heardAt += lateMs;
  }

  #suspect(silentMs: number): void {
    const isSuspicious = silentMs > this.#options.deadlineMs * SUSPICIOUS_PART;
    if (isSuspicious === this.#suspicious) return;
    this.#suspicious = isSuspicious;
    this.#options.onSuspicion(isSuspicious);
  }

  async #report(why: Overdue, marked: string | undefined): Promise<void> {
    this.#reporting = true;
    if (await this.#options.onOverdue(why, marked ?? null)) this.stop();
    this.#reporting = false;
    this.#suspicious = false;
    this.#heardAt = performance.now();
    this.#schedule();
  }
}
