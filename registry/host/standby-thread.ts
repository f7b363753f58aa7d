import type { PluginThread } from "./plugin-thread.ts";

/** Nobody waits for it: it must not compete with the plugins for the processor while they load. */
const QUIET_MS = 500;

/** A thread that has started and loaded no plugin, so that one that is lost is replaced at once. */
export class StandbyThread {
  readonly #start: () => PluginThread;
  #timer: NodeJS.Timeout | null = null;
  #thread: PluginThread | null = null;
  #closed = false;

  constructor(start: () => PluginThread) {
    this.#start = start;
  }

  /** Has one ready in a while, if there is none. */
  prepare(): void {
    if (this.#closed || this.#thread || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const thread = this.#start();
      this.#thread = thread;
      void this.#forgetLost(thread);
    }, QUIET_MS);
    this.#timer.unref();
  }

  /** The thread, for good; null when none is ready. */
  take(): PluginThread | null {
    const thread = this.#thread;
    this.#thread = null;
    return thread;
  }

  /** What it was started with does not hold any more. */
  async renew(): Promise<void> {
    const closing = this.take()?.close();
    this.prepare();
    await closing;
  }

  async #forgetLost(thread: PluginThread): Promise<void> {
    await thread.lost;
    if (this.#thread === thread) this.#thread = null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.take()?.close();
  }
}
