import { setTimeout as delay } from "node:timers/promises";
import type { WorkerCalls, WorkerEvents, WorkerStart } from "../runtimes/index.ts";
import type { Culprit } from "./blame.ts";
import { PluginThread, type ThreadOptions } from "./plugin-thread.ts";
import { StandbyThread } from "./standby-thread.ts";
import type { ThreadInspector } from "./thread-inspector.ts";
import type { ThreadLoss } from "./thread-loss.ts";

/** A thread that does not answer by then runs a plugin that takes its time. Who only reads does not wait for it. */
const BUSY_MS = 250;

export type ThreadSettings = Omit<WorkerStart, "markerMemory" | "mapsFolder">;

export interface PluginThreadsOptions {
  /** Answers with a thread that has not been told anything yet. */
  readonly startThread: ThreadOptions["startThread"];
  /** Upper bound of a thread's heap, in MB. */
  readonly heapLimitMb: number;
  readonly inspector: ThreadInspector;
  /** As of now: what a thread is started with may change. */
  readonly settings: () => ThreadSettings;
  /** Of the one in reserve nothing but what it logs is passed on. */
  readonly events: WorkerEvents;
  /** What the thread in reserve gets ready for. */
  readonly modules: () => Parameters<WorkerCalls["prepare"]>[0];
  readonly onInterrupted: (culprit: Culprit) => void;
  /** The thread that ran the plugins is gone. Settles with who is to blame once the others serve again. */
  readonly onLost: (loss: ThreadLoss) => Promise<Culprit | null>;
  /** A thread does not end, nor does the process by itself as long as that is there. The others serve. */
  readonly onStuck: (culprit: Culprit | null) => void;
}

/** The thread that runs the plugins, and the one that is ready to take its place. */
export class PluginThreads {
  readonly #options: PluginThreadsOptions;
  readonly #recoveries = new WeakMap<PluginThread, Promise<Culprit | null>>();
  #current: PluginThread | null = null;
  /** Stopped last in the thread that runs, which went on. */
  #interrupted: Culprit | null = null;
  #closing = false;
  /** Of threads that were told to end and may not have: whether they are stuck. */
  readonly #ending = new Set<Promise<boolean>>();
  readonly reserve: StandbyThread;

  constructor(options: PluginThreadsOptions) {
    this.#options = options;
    this.reserve = new StandbyThread({
      start: () => this.#create(),
      rehearse: (thread) => thread.ask((calls) => calls.prepare(options.modules())),
      onFailure: (error) => {
        const message = `The thread in reserve is not quite ready: ${String(error)}`;
        const at = new Date().toISOString();
        options.events.logged([{ plugin: null, level: "error", message, at }]);
      },
    });
  }

  get current(): PluginThread | null {
    return this.#current;
  }

  /** The thread that runs, or one that does from now on. */
  ensure(): PluginThread {
    if (this.#current) return this.#current;
    const thread = this.reserve.take() ?? this.#create();
    this.#current = thread;
    this.#recoveries.set(
      thread,
      thread.lost.then((loss) => this.#lost(thread, loss)),
    );
    return thread;
  }

  /** Null when the thread is busy, or gone. */
  async askQuickly<Result>(
    question: (calls: WorkerCalls) => Promise<Result>,
  ): Promise<Result | null> {
    const late = new AbortController();
    const busy = delay(BUSY_MS, null, { signal: late.signal }).catch(() => null);
    try {
      return await Promise.race([this.#current?.ask(question) ?? null, busy]);
    } finally {
      late.abort();
    }
  }

  /** Why a thread did not answer, once the others serve again; null when nobody can be blamed. */
  async reasonOfSilence(thread: PluginThread | null): Promise<Culprit | null> {
    if (thread === null) return null;
    if (thread === this.#current) return this.#interrupted;
    return (await this.#recoveries.get(thread)) ?? null;
  }

  /** Disables everything, last enabled first; what does not finish by the deadline is cut off. */
  async close(deadlineMs: number): Promise<void> {
    this.#closing = true;
    await this.reserve.close();
    const thread = this.#current;
    const hasEnded = thread === null || (await this.#closeThread(thread, deadlineMs));
    const areStuck = await Promise.all(this.#ending);
    if (!hasEnded || areStuck.includes(true)) this.#options.onStuck(null);
  }

  async #closeThread(thread: PluginThread, deadlineMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), deadlineMs);
    });
    const closed = thread
      .closeDebugger()
      .then(() => thread.change((calls) => calls.shutdown(deadlineMs)));
    await Promise.race([closed, late]);
    clearTimeout(timer);
    return thread.close();
  }

  async #lost(thread: PluginThread, loss: ThreadLoss): Promise<Culprit | null> {
    if (this.#closing || this.#current !== thread) return null;
    this.#current = null;
    this.#interrupted = null;
    const recovered = this.#options.onLost(loss);
    if (loss.kind === "hung") void this.#watchEnd(loss.isStuck, recovered);
    return recovered;
  }

  /** Does not reject: neither does what it waits for. */
  async #watchEnd(isStuck: Promise<boolean>, recovered: Promise<Culprit | null>): Promise<void> {
    this.#ending.add(isStuck);
    const mustReport = await isStuck;
    if (mustReport && !this.#closing) this.#options.onStuck(await recovered);
    this.#ending.delete(isStuck);
  }

  #create(): PluginThread {
    const { startThread, heapLimitMb, inspector, settings, events } = this.#options;
    const options = {
      ...settings(),
      startThread,
      heapLimitMb,
      events: {
        ...events,
        changed: (state) => {
          if (this.#current === thread) events.changed(state);
        },
      } satisfies WorkerEvents,
      onInterrupted: (culprit: Culprit) => {
        this.#interrupted = culprit;
        this.#options.onInterrupted(culprit);
      },
    };
    const thread: PluginThread = new PluginThread(options, inspector);
    return thread;
  }
}
