import type { MarkerReader } from "../runtimes/index.ts";

/** How often it looks while somebody waits for an answer, and otherwise. */
const BUSY_INTERVAL_MS = 10;
const IDLE_INTERVAL_MS = 100;
/** Beyond its deadline, a thread that runs nobody's marked code is given this long: it may be loading a lot. */
const UNMARKED_GRACE_MS = 2_000;

export interface WatchdogOptions {
  readonly marker: MarkerReader;
  readonly deadlineMs: number;
  /** Sends a number that the thread writes into the marker when its event loop gets to it. */
  readonly ping: (count: number) => void;
  /** Called once. `running` are the plugins whose code was on the stack, outermost first; `culprit` held the thread. */
  readonly onHung: (culprit: string | null, running: readonly string[]) => void;
}

/** Looks at the plugins' thread from outside and tells when a plugin holds it longer than its deadline. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  #timer: NodeJS.Timeout | undefined;
  #waiting = 0;
  #sequence = 0;
  #sequenceSince = performance.now();
  #pings = 0;
  #heardAt = performance.now();
  #over = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** Somebody waits for an answer of the thread; call what is returned when it has come. */
  attend(): () => void {
    this.#waiting += 1;
    this.#schedule();
    return () => {
      this.#waiting -= 1;
    };
  }

  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#over) return;
    clearTimeout(this.#timer);
    const interval = this.#waiting > 0 ? BUSY_INTERVAL_MS : IDLE_INTERVAL_MS;
    this.#timer = setTimeout(() => this.#look(), interval);
    this.#timer.unref();
  }

  #look(): void {
    const { marker, deadlineMs, ping, onHung } = this.#options;
    const { sequence, heard, running } = marker.read();
    const now = performance.now();
    if (sequence !== this.#sequence || running.length === 0) {
      this.#sequence = sequence;
      this.#sequenceSince = now;
    }
    if (heard === this.#pings) {
      this.#heardAt = now;
      ping(++this.#pings);
    }
    const sameCallMs = now - this.#sequenceSince;
    const silentMs = now - this.#heardAt;
    if (sameCallMs > deadlineMs && silentMs > deadlineMs / 2) {
      this.stop();
      onHung(running.at(-1) ?? null, running);
    } else if (silentMs > deadlineMs + UNMARKED_GRACE_MS) {
      this.stop();
      // Calls come and go and the event loop is never reached: whoever is outermost keeps calling.
      onHung(running[0] ?? null, running);
    }
    this.#schedule();
  }
}
