import { Worker } from "node:worker_threads";
import { createBirpc } from "birpc";
import type { SourceLocation } from "../../schemas/index.ts";
import {
  createMarkerMemory,
  MarkerReader,
  type WorkerCalls,
  type WorkerEvents,
  type WorkerStart,
} from "../runtimes/index.ts";
import type { ThreadInspector } from "./thread-inspector.ts";
import { Watchdog, type Overdue } from "./watchdog.ts";

/**
 * Ending takes a few ms, on a busy machine more. A thread that does not end by then is held by native code: nothing but
 * the end of the process ends it.
 */
const TERMINATE_DEADLINE_MS = 1_000;

/** V8's own limit ends the process in the worst case; the watchdog's, below it, ends the thread. */
const HARD_LIMIT_FACTOR = 2;

/** Silences, each as long as a deadline, that nobody can be blamed for. */
const SILENCES_ENDURED = 5;

/** Why a thread is gone. */
export type ThreadLoss =
  | {
      readonly kind: "hung";
      /** The plugin that held it; null when it cannot be told. */
      readonly culprit: string | null;
      /** Longer than its deadline, or with more memory than plugins may use. */
      readonly why: Overdue;
      /** Where in the author's source it was stopped, if that could be seen. */
      readonly stack: string | null;
      readonly location: SourceLocation | null;
      /** The thread did not even end when it was told to. */
      readonly isStuck: boolean;
    }
  | {
      readonly kind: "ended";
      /** Whose code ran last, if any did. */
      readonly culprit: string | null;
      readonly code: number;
      /** Says so when the thread ran out of memory. */
      readonly error: Error | null;
    };

export interface ThreadOptions extends Omit<WorkerStart, "markerMemory"> {
  /** Absolute path of `worker.js`. */
  readonly file: string;
  /** Upper bound of its heap, in MB. */
  readonly heapLimitMb: number;
  readonly events: WorkerEvents;
}

/** The thread that runs the plugins, seen from the host's main thread. Ends itself when a plugin holds it too long. */
export class PluginThread {
  readonly #worker: Worker;
  readonly #watchdog: Watchdog;
  readonly #marker: MarkerReader;
  readonly #inspector: ThreadInspector;
  #silences = 0;
  readonly #rpc: ReturnType<typeof connect>;
  /** Settles when the thread is gone for a reason other than `close`. Never rejects. */
  readonly lost: Promise<ThreadLoss>;
  #lose: (loss: ThreadLoss) => void = () => undefined;

  constructor(options: ThreadOptions, inspector: ThreadInspector) {
    this.#inspector = inspector;
    const { file, heapLimitMb, events, ...start } = options;
    const markerMemory = createMarkerMemory();
    this.#marker = new MarkerReader(markerMemory);
    this.#worker = new Worker(file, {
      workerData: { ...start, markerMemory } satisfies WorkerStart,
      resourceLimits: { maxOldGenerationSizeMb: heapLimitMb * HARD_LIMIT_FACTOR },
      stdout: true,
      stderr: true,
    });
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
    let error: Error | null = null;
    this.#worker.on("error", (thrown: Error) => {
      error = thrown;
    });
    this.#worker.on("exit", (code) => {
      const culprit = this.#marker.read().running.at(-1) ?? null;
      this.#end({ kind: "ended", culprit, code, error });
    });
    this.#rpc = connect(this.#worker, events);
    this.#watchdog = new Watchdog({
      marker: this.#marker,
      deadlineMs: start.callDeadlineMs,
      ping: (count) => this.#worker.postMessage(count, []),
      memoryLimitBytes: heapLimitMb * 1_048_576,
      onOverdue: (why, marked) => this.#overdue(why, marked),
    });
  }

  /** Changes with every call of plugin code that begins or ends. */
  get sequence(): number {
    return this.#marker.read().sequence;
  }

  /** Asks the thread. Null when it is lost before it has answered. */
  async ask<Result>(question: (calls: WorkerCalls) => Promise<Result>): Promise<Result | null> {
    const done = this.#watchdog.attend();
    try {
      return await Promise.race([question(this.#rpc), this.lost.then(() => null)]);
    } finally {
      done();
    }
  }

  /** Ends the thread without asking it. */
  async close(): Promise<void> {
    this.#watchdog.stop();
    await this.#terminate();
  }

  /** Ends the thread if a plugin holds it, and answers whether it did. Our own work may take its time. */
  async #overdue(why: Overdue, marked: string | null): Promise<boolean> {
    const place = await this.#inspector.locate(this.#worker.threadId);
    const culprit = marked ?? place?.plugin ?? null;
    if (culprit === null && !this.#isOfNoUse()) return false;
    const isStuck = !(await this.#terminate());
    const { stack = null, location = null } = place ?? {};
    this.#end({ kind: "hung", why, culprit, stack, location, isStuck });
    return true;
  }

  /** Nobody can be blamed for its silence, but it has lasted too long. */
  #isOfNoUse(): boolean {
    this.#silences += 1;
    return this.#silences >= SILENCES_ENDURED;
  }

  /** Answers whether it ended. */
  async #terminate(): Promise<boolean> {
    this.#worker.removeAllListeners("exit");
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), TERMINATE_DEADLINE_MS);
    });
    const ended = this.#worker.terminate().then(() => true as const);
    const result = await Promise.race([ended, late]);
    clearTimeout(timer);
    return result;
  }

  #end(loss: ThreadLoss): void {
    this.#watchdog.stop();
    this.#lose(loss);
  }
}

function connect(worker: Worker, events: WorkerEvents) {
  return createBirpc<WorkerCalls, WorkerEvents>(events, {
    timeout: -1,
    post: (message) => worker.postMessage(message, []),
    on: (receive) => {
      worker.on("message", receive);
    },
  });
}
