import type { Session } from "node:inspector";
import { fileURLToPath } from "node:url";
import { DESCRIBE_PAUSED, type PausedFrame, type PausedPlace } from "../runtimes/index.ts";

/** Pausing takes a few ms, on a busy machine more. A thread that native code holds cannot be paused at all. */
const PAUSE_DEADLINE_MS = 500;

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

/**
 * A debugger's view of the worker threads of this process. It sees what a thread is doing while the thread itself can
 * answer nothing. Where the runtime has no inspector, it sees nothing.
 */
export class ThreadInspector {
  readonly #session: Session | null;
  readonly #sessionIds = new Map<string, string>();
  readonly #listeners = new Map<string, (message: Message) => void>();
  #count = 0;

  private constructor(session: Session | null) {
    this.#session = session;
    session?.on("NodeWorker.attachedToWorker", ({ params }) => {
      this.#sessionIds.set(params.workerInfo.workerId, params.sessionId);
    });
    session?.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
      this.#listeners.get(params.sessionId)?.(JSON.parse(params.message) as Message);
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

  /** Halts a thread for a moment and says whose code it was in. Null when it cannot be halted or told. */
  async locate(threadId: number): Promise<PausedPlace | null> {
    const sessionId = this.#sessionIds.get(String(threadId));
    if (!this.#session || sessionId === undefined) return null;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), PAUSE_DEADLINE_MS);
    });
    const place = await Promise.race([this.#describe(sessionId), late]);
    clearTimeout(timer);
    this.#listeners.delete(sessionId);
    // A thread that is paused does not end when it is told to.
    this.#send(sessionId, "Debugger.resume", {});
    this.#send(sessionId, "Debugger.disable", {});
    return place;
  }

  close(): void {
    this.#session?.disconnect();
  }

  #describe(sessionId: string): Promise<PausedPlace | null> {
    return new Promise((resolve) => {
      let asked = -1;
      const scripts = new Map<string, string>();
      this.#listeners.set(sessionId, (message) => {
        if (message.method === "Debugger.scriptParsed") {
          scripts.set(message.params?.scriptId ?? "", message.params?.url ?? "");
        } else if (message.method === "Debugger.paused") {
          asked = this.#askPaused(sessionId, message.params?.callFrames ?? [], scripts);
        } else if (message.id === asked) {
          resolve((message.result?.result?.value as PausedPlace | undefined) ?? null);
        }
      });
      this.#send(sessionId, "Debugger.enable", {});
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
    });
  }

  #send(sessionId: string, method: string, params: object): number {
    const id = ++this.#count;
    const message = JSON.stringify({ id, method, params });
    this.#session?.post("NodeWorker.sendMessageToWorker", { sessionId, message });
    return id;
  }
}

/** A debugger shows paths as URLs. */
function scriptName(url: string): string {
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}
