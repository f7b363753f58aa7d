/** Without a task: from the moment in which the thread listens until a session has begun. On a busy machine it takes seconds. */
const START_DEADLINE_MS = 60_000;

/** How long a thread listens for a session that has not begun. What has to be done before it is not counted. */
export class StartDeadline {
  readonly #pass: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isPreparing: (() => boolean) | null = null;

  /** `pass` is called when no session has begun in time. */
  constructor(pass: () => void) {
    this.#pass = pass;
  }

  /** While `isPreparing`, no session can begin yet, and the deadline does not pass. Null when nothing is to be done first. */
  begin(isPreparing: (() => boolean) | null): void {
    this.#isPreparing = isPreparing;
    this.#restart();
  }

  /** Something that may have been waited for is done: from here, there is the whole time. */
  prolong(): void {
    if (this.#timer !== undefined && this.#isPreparing) this.#restart();
  }

  /** A session has begun, or none is waited for any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #restart(): void {
    this.clear();
    this.#timer = setTimeout(() => {
      if (this.#isPreparing?.()) return this.#restart();
      this.#timer = undefined;
      this.#pass();
    }, START_DEADLINE_MS);
  }
}
