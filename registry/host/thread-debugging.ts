import { rmSync } from "node:fs";
import type { DebuggerAnswer } from "../../schemas/index.ts";
import type { WorkerCalls } from "../runtimes/index.ts";
import { keepRunning } from "./keep-running.ts";

export interface ThreadDebuggingOptions {
  /** Null when the thread is lost before it has answered. */
  readonly ask: <Result>(
    question: (calls: WorkerCalls) => Promise<Result>,
  ) => Promise<Result | null>;
  /** From now on nothing that lasts long is a hang. */
  readonly leaveAlone: () => void;
  readonly lookAgain: () => void;
  /** Where the thread puts the source maps for the debugger. */
  readonly mapsFolder: string;
}

type State =
  | { readonly kind: "closed" }
  | { readonly kind: "opening"; readonly answer: Promise<DebuggerAnswer | null> }
  | { readonly kind: "open"; readonly url: string };

const CLOSED: State = { kind: "closed" };

/** Lets debuggers attach to one thread, and has nobody look after it meanwhile. */
export class ThreadDebugging {
  readonly #options: ThreadDebuggingOptions;
  #state: State = CLOSED;
  #isLeftAlone = false;
  /** Settles when the last debugger has been let go. Never rejects. */
  #letGo: Promise<unknown> = Promise.resolve();

  constructor(options: ThreadDebuggingOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#state.kind === "open";
  }

  /** Null when the thread is lost. Refused when it is closed before it was open. */
  async open(): Promise<DebuggerAnswer | null> {
    if (this.#state.kind === "open") return this.#state;
    if (this.#state.kind === "opening") return this.#state.answer;
    const opening: State = { kind: "opening", answer: this.#open(() => this.#state === opening) };
    this.#state = opening;
    return opening.answer;
  }

  async #open(isWanted: () => boolean): Promise<DebuggerAnswer | null> {
    let answer: DebuggerAnswer | null = null;
    try {
      // A session that is restarted is ended and begun at once.
      await this.#letGo;
      // Who holds the thread by now is stopped first: from then on nobody would be.
      const underWay = await this.#options.ask((calls) => calls.underWay());
      if (underWay !== null && isWanted()) {
        this.#isLeftAlone = true;
        this.#options.leaveAlone();
        answer = await this.#options.ask((calls) => calls.openDebugger());
      }
    } finally {
      if (isWanted()) {
        if (answer?.kind === "open") this.#state = answer;
        else this.#forget();
      } else if (answer !== null) {
        answer = { kind: "refused", message: "Debugging was ended before it began." };
      }
    }
    return answer;
  }

  /** Lets go of whatever is attached. Never rejects. Does nothing when no debugger may be. */
  async close(): Promise<void> {
    const state = this.#state;
    if (state.kind === "closed") return;
    const stop = state.kind === "open" ? keepRunning(state.url) : () => undefined;
    // Before it is asked: a thread that hangs does not answer.
    this.#forget();
    this.#letGo = this.#options
      .ask((calls) => calls.closeDebugger())
      // It holds deadlines again before anything of it can fail.
      .catch(() => null)
      .finally(stop);
    await this.#letGo;
  }

  /** The thread is gone, and has not tidied up if it was lost. */
  ended(): void {
    this.#state = CLOSED;
    try {
      rmSync(this.#options.mapsFolder, { recursive: true, force: true });
    } catch {
      // Held open by who read them: what is left of them is in the system's temporary folder.
    }
  }

  #forget(): void {
    this.#state = CLOSED;
    if (!this.#isLeftAlone) return;
    this.#isLeftAlone = false;
    this.#options.lookAgain();
  }
}
