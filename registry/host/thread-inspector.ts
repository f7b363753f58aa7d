import type { Session } from "node:inspector";
import { fileURLToPath } from "node:url";
import { DESCRIBE_PAUSED, type PausedFrame, type PausedPlace } from "../runtimes/index.ts";
import { endsWithin, type Turns } from "./turns.ts";

/** Pausing takes a few ms, on a busy machine more. A thread that native code holds cannot be paused at all. */
const PAUSE: Turns = { count: 25, ms: 20 };
/** For the thread to describe its place. */
const DESCRIBE_DEADLINE_MS = 200;

/**
 * What should become of a thread that is paused: it goes on, goes on and is paused again somewhere, goes on to the very next
 * piece of code, or loses the code that it runs.
 */
export type PauseDecision = "resume" | "look-again" | "step" | "stop";

interface CallFrame {
  readonly callFrameId: string;
  readonly functionName: string;
  readonly location: {
    readonly scriptId: string;
    readonly lineNumber: number;
    readonly columnNumber?: number;
  };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    readonly callFrames?: readonly CallFrame[];
    readonly scriptId?: string;
    readonly url?: string;
  };
  readonly result?: { readonly result?: { readonly value?: unknown } };
}

/** What is known of a thread that is, or may soon be, looked at. */
interface View {
  /** URLs by script id. */
  readonly scripts: Map<string, string>;
  hear: (message: Message) => void;
}

/**
 * A debugger's view of the worker threads of this process. It sees what a thread is doing while the thread itself can
 * answer nothing. Where the runtime has no inspector, it sees nothing.
 */
export class ThreadInspector {
  readonly #session: Session | null;
  readonly #sessionIds = new Map<string, string>();
  readonly #views = new Map<string, View>();
  #count = 0;
  /** A thread may be looked at in the moment in which the host ends. */
  #isClosed = false;

  private constructor(session: Session | null) {
    this.#session = session;
    session?.on("NodeWorker.attachedToWorker", ({ params }) => {
      this.#sessionIds.set(params.workerInfo.workerId, params.sessionId);
    });
    session?.on("NodeWorker.detachedFromWorker", ({ params }) => {
      this.#views.delete(params.sessionId);
      for (const [workerId, sessionId] of this.#sessionIds) {
        if (sessionId === params.sessionId) this.#sessionIds.delete(workerId);
      }
    });
    session?.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
      const view = this.#views.get(params.sessionId);
      if (view) hear(view, JSON.parse(params.message) as Message);
    });
    session?.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  }

  /** Attaches to every worker thread, those started later included. Costs nothing while nobody asks. */
  static async attach(): Promise<ThreadInspector> {
    try {
      const inspector = await import("node:inspector");
      const session = new inspector.Session();
      session.connect();
      return new ThreadInspector(session);
    } catch {
      // Built without an inspector: hangs are then blamed by the call marker alone.
      return new ThreadInspector(null);
    }
  }

  /** Gets ready to pause a thread soon, which takes longer than to pause it. To be followed by `pause` or `release`. */
  prepare(threadId: number): void {
    const sessionId = this.#sessionIds.get(String(threadId));
    if (sessionId === undefined || this.#views.has(sessionId)) return;
    this.#views.set(sessionId, { scripts: new Map(), hear: () => undefined });
    // Scripts that the thread itself has let go are of no interest.
    this.#send(sessionId, "Debugger.enable", { maxScriptsCacheSize: 0 });
  }

  /** Leaves a thread alone again. */
  release(threadId: number): void {
    const sessionId = this.#sessionIds.get(String(threadId));
    if (sessionId === undefined || !this.#views.delete(sessionId)) return;
    this.#send(sessionId, "Debugger.disable", {});
  }

  /**
   * Halts a thread and says whose code it is in; what happens to it then is for `decide` to say. That is not called when the
   * thread cannot be halted or its place not told.
   */
  async pause(threadId: number, decide: (place: PausedPlace) => PauseDecision): Promise<void> {
    this.prepare(threadId);
    const sessionId = this.#sessionIds.get(String(threadId)) ?? "";
    const view = this.#views.get(sessionId);
    if (!view) return;
    await endsWithin(PAUSE, this.#look(sessionId, view, decide));
    // A thread that is paused does not end when it is told to.
    this.#send(sessionId, "Debugger.resume", {});
    this.release(threadId);
  }

  /** Leaves a thread to another debugger. One that both are attached to would never be seen to end: Node waits for this one. */
  detach(threadId: number): void {
    const sessionId = this.#sessionIds.get(String(threadId));
    if (sessionId !== undefined) this.#session?.post("NodeWorker.detach", { sessionId });
  }

  /** Looks after every thread again. */
  attachAgain(): void {
    if (this.#isClosed) return;
    this.#sessionIds.clear();
    this.#views.clear();
    this.#session?.post("NodeWorker.disable");
    this.#session?.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  }

  close(): void {
    this.#isClosed = true;
    this.#session?.disconnect();
  }

  #look(
    sessionId: string,
    view: View,
    decide: (place: PausedPlace) => PauseDecision,
  ): Promise<void> {
    return new Promise((resolve) => {
      let asked = -1;
      let looksAgain = false;
      view.hear = ({ method, params, id, result }) => {
        if (method === "Debugger.paused") {
          asked = this.#askPaused(sessionId, params?.callFrames ?? [], view.scripts);
        } else if (method === "Debugger.resumed" && looksAgain) {
          // Not earlier: a thread that is still paused takes no notice.
          looksAgain = false;
          this.#send(sessionId, "Debugger.pause", {});
        } else if (id === asked) {
          const place = (result?.result?.value as PausedPlace | undefined) ?? null;
          const decision = place === null ? "resume" : decide(place);
          if (decision === "step") {
            this.#send(sessionId, "Debugger.stepInto", {});
          } else if (decision === "look-again") {
            looksAgain = true;
            this.#send(sessionId, "Debugger.resume", {});
          } else {
            if (decision === "stop") this.#send(sessionId, "Runtime.terminateExecution", {});
            resolve();
          }
        }
      };
      this.#send(sessionId, "Debugger.pause", {});
    });
  }

  #askPaused(
    sessionId: string,
    callFrames: readonly CallFrame[],
    scripts: ReadonlyMap<string, string>,
  ): number {
    const frames = callFrames.map(({ functionName, location }): PausedFrame => ({
      functionName,
      script: scriptName(scripts.get(location.scriptId) ?? ""),
      line: location.lineNumber,
      column: location.columnNumber ?? 0,
    }));
    const argument = JSON.stringify(JSON.stringify(frames));
    return this.#send(sessionId, "Debugger.evaluateOnCallFrame", {
      callFrameId: callFrames[0]?.callFrameId ?? "",
      expression: `globalThis.${DESCRIBE_PAUSED}(${argument})`,
      returnByValue: true,
      silent: true,
      // A plugin may have replaced what our own code is made of, and a paused thread cannot be ended.
      timeout: DESCRIBE_DEADLINE_MS,
    });
  }

  #send(sessionId: string, method: string, params: object): number {
    const id = ++this.#count;
    const message = JSON.stringify({ id, method, params });
    if (!this.#isClosed) {
      this.#session?.post("NodeWorker.sendMessageToWorker", { sessionId, message });
    }
    return id;
  }
}

function hear(view: View, message: Message): void {
  const { scriptId, url } = message.params ?? {};
  if (message.method !== "Debugger.scriptParsed") view.hear(message);
  else if (scriptId !== undefined && url !== undefined) view.scripts.set(scriptId, url);
}

/** A debugger shows paths as URLs. */
function scriptName(url: string): string {
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}
