/** Work that must not overlap, in the order in which it was asked for. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #unfinished = 0;

  /** Whether nothing is under way: what is asked for now begins at once. */
  get isIdle(): boolean {
    return this.#unfinished === 0;
  }

  /** Rejects as the work does; the work after it runs all the same. */
  run<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    this.#unfinished += 1;
    const result = this.#last.then(work);
    const finish = (): void => {
      this.#unfinished -= 1;
    };
    this.#last = result.then(finish, finish);
    return result;
  }
}
