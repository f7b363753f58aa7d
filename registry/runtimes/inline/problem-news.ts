import type { Problem } from "../../../schemas/index.ts";

/** Tells of a manifest's problems when they are others than those that are known. */
export class ProblemNews {
  readonly #tell: (problems: readonly Problem[]) => void;
  /** Null until somebody has begun to listen. */
  #known: string | null = null;

  constructor(tell: (problems: readonly Problem[]) => void) {
    this.#tell = tell;
  }

  /** From now on what is new is told: these are known. */
  begin(problems: readonly Problem[]): void {
    this.#known = textOf(problems);
  }

  note(problems: readonly Problem[]): void {
    const text = textOf(problems);
    if (this.#known === null || this.#known === text) return;
    this.#known = text;
    // What a listener throws is thrown where nobody is in its way: it must not stop the watching.
    queueMicrotask(() => this.#tell(problems));
  }
}

/** Without the moments: a problem that is found again is no other. */
function textOf(problems: readonly Problem[]): string {
  return JSON.stringify(problems.map(({ code, message, location }) => [code, message, location]));
}
