/** Long enough for a burst of queued edits to arrive, short enough that nobody sees the wait. */
const LONGEST_WAIT_MS = 25;

/**
 * Runs `work` once for any number of requests that arrive together: as soon as a turn of the event loop passes
 * without another one, and at the latest after {@link LONGEST_WAIT_MS}. No timer, so a single request waits for
 * nothing but the messages that are queued already.
 */
export class Coalescer {
  readonly #work: () => void;
  #scheduled: NodeJS.Immediate | null = null;
  #askedAgain = false;
  #firstAskedAt = 0;

  constructor(work: () => void) {
    this.#work = work;
  }

  request(): void {
    if (this.#scheduled) {
      this.#askedAgain = true;
      return;
    }
    this.#firstAskedAt = performance.now();
    this.#wait();
  }

  dispose(): void {
    if (this.#scheduled) clearImmediate(this.#scheduled);
    this.#scheduled = null;
  }

  #wait(): void {
    this.#askedAgain = false;
    this.#scheduled = setImmediate(() => {
      if (this.#askedAgain && performance.now() - this.#firstAskedAt < LONGEST_WAIT_MS) {
        this.#wait();
        return;
      }
      this.#scheduled = null;
      this.#work();
    });
  }
}
