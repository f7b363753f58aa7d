import type { WorkerCalls } from "../runtimes/index.ts";
import type { PluginThread } from "./plugin-thread.ts";

/** Nobody waits for it: it must not compete with the plugins for the processor while they load. */
const QUIET_MS = 500;

export interface StandbyThreadOptions {
  readonly start: () => PluginThread;
  /** Has a thread do beforehand what need not wait until it is needed. */
  readonly rehearse: (thread: PluginThread) => Promise<unknown>;
  /** It could not do what it was asked to. It takes over all the same. */
  readonly onFailure: (error: unknown) => void;
}

/** A thread that has started and runs no plugin, so that one that is lost is replaced at once. */
export class StandbyThread {
  readonly #options: StandbyThreadOptions;
  #timer: NodeJS.Timeout | null = null;
  #thread: PluginThread | null = null;
  #closed = false;

  constructor(options: StandbyThreadOptions) {
    this.#options = options;
  }

  /** Has one ready in a while, for what is to be run by then. */
  prepare(): void {
    if (this.#closed || this.#timer) return;
    this.#timer = setTimeout(() => void this.prepareNow(), QUIET_MS);
    this.#timer.unref();
  }

  /** Starts one at once, which is not rehearsed yet. */
  start(): void {
    if (this.#closed || this.#thread) return;
    const thread = this.#options.start();
    this.#thread = thread;
    void this.#forgetLost(thread);
  }

  /** As `prepare`, without delay. Settles when it is ready, or lost; never rejects. */
  async prepareNow(): Promise<void> {
    this.#forgetTimer();
    this.start();
    await this.#ask(this.#options.rehearse);
  }

  /** The thread, for good; null when there is none. */
  take(): PluginThread | null {
    const thread = this.#thread;
    this.#thread = null;
    this.#forgetTimer();
    return thread;
  }

  /** Tells the thread, if there is one, of something that changed since it was started. Never rejects. */
  tell(news: (calls: WorkerCalls) => Promise<unknown>): Promise<void> {
    return this.#ask((thread) => thread.ask(news));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.take()?.close();
  }

  /** Nothing depends on it: what it cannot do must not end the process that runs the plugins. */
  async #ask(question: (thread: PluginThread) => Promise<unknown>): Promise<void> {
    try {
      if (this.#thread) await question(this.#thread);
    } catch (error) {
      this.#options.onFailure(error);
    }
  }

  async #forgetLost(thread: PluginThread): Promise<void> {
    await thread.lost;
    if (this.#thread === thread) this.#thread = null;
  }

  #forgetTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
