import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import type { BirpcReturn } from "birpc";
import type { DebuggerAnswer } from "../../schemas/index.ts";
import { deferred } from "../base/deferred.ts";
import { LONGEST_WAIT_MS } from "../base/own-timers.ts";
import {
  createMarkerMemory,
  MarkerReader,
  type PausedPlace,
  type WorkerCalls,
  type WorkerEvents,
  type WorkerStart,
} from "../runtimes/index.ts";
import { blame, type Culprit } from "./blame.ts";
import { callsOf } from "./calls-of.ts";
import { ThreadDebugging } from "./thread-debugging.ts";
import type { PauseDecision, ThreadInspector } from "./thread-inspector.ts";
import type { Hang, ThreadLoss } from "./thread-loss.ts";
import { becomesTrue, endsWithin, type Turns } from "./turns.ts";
import { Watchdog, type Overdue } from "./watchdog.ts";

/** Ending takes a few ms, on a busy machine more. The plugins are not kept waiting for it any longer: another thread runs them. */
const END: Turns = { count: 10, ms: 100 };
/** Nobody waits for the plugins any more, and a process that is killed has not ended in order. */
const CLOSE: Turns = { count: 30, ms: 100 };
/** A thread that has not ended after that is held by native code, and nothing but the end of the process ends it. */
const STUCK: Turns = { count: 80, ms: 100 };

/** Code that is stopped in place is gone within a few ms, on a busy machine more. What native code holds is not. */
const STOP: Turns = { count: 125, ms: 2 };

/**
 * A loop through our own code or Node's is in its author's part at every other look. One that awaits without end is always seen
 * between two of its turns, so every other look steps into the next turn.
 */
const LOOKS = 16;

/** Calls that lost their answer are looked for this often, once in a deadline. */
const SEARCHES = 10;

/** Silences, each as long as a deadline, that nobody can be blamed for. */
const SILENCES_ENDURED = 5;

export interface ThreadOptions extends Omit<WorkerStart, "markerMemory" | "mapsFolder"> {
  /** Answers with a thread that has not been told anything yet. */
  readonly startThread: () => Worker;
  /** Upper bound of its heap, in MB. */
  readonly heapLimitMb: number;
  readonly events: WorkerEvents;
  /** A plugin's code was stopped in the middle of a call, and the plugin quarantined. The thread and the other plugins go on. */
  readonly onInterrupted: (culprit: Culprit) => void;
}

/**
 * The thread that runs the plugins, seen from the host's main thread. A plugin that holds it too long is stopped in place where that
 * is safe; where it is not, or does not help, the thread ends itself.
 */
export class PluginThread {
  readonly #worker: Worker;
  readonly #watchdog: Watchdog;
  readonly #marker: MarkerReader;
  readonly #inspector: ThreadInspector;
  readonly #options: ThreadOptions;
  /** Changes of plugins that are under way. Cut off in the middle, they would never end. */
  #changes = 0;
  /** In a row that nobody was blamed for, and the last ping that was heard before them. */
  #silences = 0;
  #heardBefore = -1;
  /** How to give up each question that is open. */
  readonly #asked = new Set<(answer: null) => void>();
  #isLost = false;
  readonly #debugging: ThreadDebugging;
  readonly #rpc: BirpcReturn<WorkerCalls, WorkerEvents>;
  /** Settles when the thread is gone for a reason other than `close`. Never rejects. */
  readonly lost: Promise<ThreadLoss>;
  #lose: (loss: ThreadLoss) => void = () => undefined;

  constructor(options: ThreadOptions, inspector: ThreadInspector) {
    this.#inspector = inspector;
    this.#options = options;
    const { startThread, heapLimitMb, events, onInterrupted: _, ...start } = options;
    const markerMemory = createMarkerMemory();
    const mapsFolder = path.join(tmpdir(), `patchbay-maps-${randomUUID()}`);
    this.#marker = new MarkerReader(markerMemory);
    this.#worker = startThread();
    this.#worker.postMessage({ ...start, markerMemory, mapsFolder } satisfies WorkerStart, []);
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
    let error: Error | null = null;
    this.#worker.on("error", (thrown: Error) => {
      error = thrown;
    });
    this.#worker.on("exit", (code) => {
      const { running, last: suspect } = this.#marker.read();
      this.#end({ kind: "ended", culprit: running.at(-1) ?? null, suspect, code, error });
    });
    this.#rpc = callsOf(this.#worker, events);
    this.#watchdog = new Watchdog({
      marker: this.#marker,
      deadlineMs: start.callDeadlineMs,
      ping: (count) => this.#worker.postMessage(count, []),
      memoryLimitBytes: heapLimitMb * 1_048_576,
      onSuspicion: (isSuspicious) => {
        const { threadId } = this.#worker;
        if (isSuspicious) inspector.prepare(threadId);
        else inspector.release(threadId);
      },
      onOverdue: (why, marked) => this.#overdue(why, marked),
    });
    this.#debugging = new ThreadDebugging({
      ask: (question) => this.ask(question),
      leaveAlone: () => {
        this.#watchdog.suspend();
        inspector.detach(this.#worker.threadId);
      },
      lookAgain: () => {
        inspector.attachAgain();
        this.#watchdog.resume();
      },
      mapsFolder,
    });
  }

  /** Changes with every call of plugin code that begins or ends. */
  get sequence(): number {
    return this.#marker.read().sequence;
  }

  /** Asks the thread. Null when it is lost before it has answered, or the code that was to answer was stopped. */
  async ask<Result>(question: (calls: WorkerCalls) => Promise<Result>): Promise<Result | null> {
    if (this.#isLost) return null;
    const { promise, resolve: giveUp } = deferred<null>();
    this.#asked.add(giveUp);
    // First of all: the thread begins while the rest is done.
    const answer = question(this.#rpc);
    const done = this.#watchdog.attend();
    try {
      return await Promise.race([answer, promise]);
    } finally {
      this.#asked.delete(giveUp);
      done();
    }
  }

  /** Asks the thread for something that runs plugins. One that fails at that itself is not what it was, and is given up. */
  async run<Result>(question: (calls: WorkerCalls) => Promise<Result>): Promise<Result | null> {
    try {
      return await this.ask(question);
    } catch (error) {
      this.#fail(error);
      return null;
    }
  }

  /** Tells the thread that a file holds another text, from which a reload is asked for within a moment. */
  anticipate(file: string, text: string): void {
    if (!this.#isLost) void this.#rpc.anticipate.asEvent(file, text);
  }

  /** Asks the thread for something that loads, reloads, enables or disables plugins. */
  async change<Result>(question: (calls: WorkerCalls) => Promise<Result>): Promise<Result | null> {
    this.#changes += 1;
    try {
      return await this.run(question);
    } finally {
      this.#changes -= 1;
    }
  }

  /** Whether a debugger may halt it: it is not looked after then. */
  get isDebugged(): boolean {
    return this.#debugging.isOpen;
  }

  /** Lets a debugger attach. From before it can, until `closeDebugger`, nothing that lasts long is a hang. */
  openDebugger(): Promise<DebuggerAnswer | null> {
    return this.#debugging.open();
  }

  /** Lets go of whatever is attached, and looks after the thread again. Never rejects. Does nothing when no debugger may be. */
  closeDebugger(): Promise<void> {
    return this.#debugging.close();
  }

  /** Ends the thread without asking it, and answers whether it has ended. */
  async close(): Promise<boolean> {
    this.#watchdog.stop();
    const hasEnded = await endsWithin(CLOSE, this.#terminate());
    this.#debugging.ended();
    return hasEnded;
  }

  /** Ends the thread if a plugin holds it and cannot be stopped otherwise, and answers whether it did. */
  async #overdue(why: Overdue, marked: string | null): Promise<boolean> {
    const { resets, heard } = this.#marker.read();
    if (heard !== this.#heardBefore) this.#silences = 0;
    this.#heardBefore = heard;
    const mustEnd = why === "memory" || this.#changes > 0;
    // Many plugins that load keep a slow machine busy for once: then who is met by chance is not to blame.
    const allowed = mustEnd && this.#silences === 0 ? 1 : LOOKS;
    let looks = 0;
    let seen: PausedPlace | null = null;
    let stopped: Culprit | null = null;
    const decide = (place: PausedPlace): PauseDecision => {
      looks += 1;
      const isEvidence = place.plugin !== null && !this.#hasBegunSince(marked);
      if (isEvidence) seen = place;
      const again = looks >= allowed ? "resume" : looks % 2 === 0 ? "look-again" : "step";
      if (mustEnd) return isEvidence || marked !== null ? "resume" : again;
      if (!place.canStop || (marked === null && !isEvidence)) return again;
      stopped = this.#stop(hangOf(why, marked, place));
      return stopped === null ? "resume" : "stop";
    };
    await this.#inspector.pause(this.#worker.threadId, decide);
    const isReset = (): boolean => this.#marker.read().resets !== resets;
    if (stopped !== null && (await becomesTrue(STOP, isReset))) {
      this.#options.onInterrupted(stopped);
      void this.#giveUpUnanswered();
      return false;
    }
    const hang = hangOf(why, marked, seen);
    if (hang.culprit === null && !this.#isOfNoUse()) return false;
    const ended = this.#terminate();
    await endsWithin(END, ended);
    this.#end({ ...hang, isStuck: endsWithin(STUCK, ended).then((hasEnded) => !hasEnded) });
    return true;
  }

  /** A call that began after no call was marked has held nothing yet: who is in it need not be who kept the thread until then. */
  #hasBegunSince(marked: string | null): boolean {
    return marked === null && this.#marker.read().running.length > 0;
  }

  /** Leaves word, so that the thread hears of it before of anything else once it is free. Null when nobody can be blamed. */
  #stop(hang: Hang): Culprit | null {
    const culprit = blame(hang, this.#options.callDeadlineMs);
    // The answer may be stopped, too, by the next plugin that holds the thread: what counts is that the marker was reset.
    if (culprit !== null) this.#rpc.interrupted(culprit).catch((error) => this.#fail(error));
    return culprit;
  }

  /** Of the questions that are open, those whose answer was stopped are given up: nothing is under way any more that could answer. */
  async #giveUpUnanswered(): Promise<void> {
    const asked = [...this.#asked];
    for (let search = 0; search < SEARCHES; search += 1) {
      const asks = this.run((calls) => calls.underWay());
      const underWay = await Promise.race([asks, this.lost.then(() => 0)]);
      if (underWay === 0) break;
      const waitMs = Math.min(this.#options.callDeadlineMs, LONGEST_WAIT_MS);
      await delay(waitMs, undefined, { ref: false });
    }
    for (const giveUp of asked) giveUp(null);
  }

  /** Nobody can be blamed for its silence, but it has lasted too long. */
  #isOfNoUse(): boolean {
    this.#silences += 1;
    return this.#silences >= SILENCES_ENDURED;
  }

  /** Our own code never rejects, unless a plugin has replaced what it is made of. */
  #fail(thrown: unknown): void {
    if (this.#isLost) return;
    const { last: suspect } = this.#marker.read();
    const error = thrown instanceof Error ? thrown : null;
    void this.#terminate();
    this.#end({ kind: "ended", culprit: null, suspect, code: 1, error });
  }

  async #terminate(): Promise<void> {
    this.#worker.removeAllListeners("exit");
    await this.#worker.terminate();
  }

  #end(loss: ThreadLoss): void {
    this.#watchdog.stop();
    this.#isLost = true;
    this.#debugging.ended();
    // Recovery has begun by the time the callers hear of the loss.
    this.#lose(loss);
    for (const giveUp of this.#asked) giveUp(null);
  }
}

function hangOf(why: Overdue, marked: string | null, place: PausedPlace | null): Hang {
  const { plugin = null, stack = null, location = null } = place ?? {};
  return { kind: "hung", why, culprit: marked ?? plugin, stack, location };
}
