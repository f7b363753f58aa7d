/** Work that must not overlap, in the order in which it was asked for. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Rejects as the work does; the work after it runs all the same. */
  run<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
