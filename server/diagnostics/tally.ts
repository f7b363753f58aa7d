/** How often each thing is there. */
export class Tally<Thing> {
  readonly #counts = new Map<Thing, number>();
  #repeated = 0;

  get hasRepeats(): boolean {
    return this.#repeated > 0;
  }

  things(): IterableIterator<Thing> {
    return this.#counts.keys();
  }

  /** Says whether it is the first of its kind. */
  add(thing: Thing): boolean {
    const count = this.#counts.get(thing) ?? 0;
    this.#counts.set(thing, count + 1);
    if (count === 1) this.#repeated += 1;
    return count === 0;
  }

  /** Says whether it was the last of its kind. */
  remove(thing: Thing): boolean {
    const count = this.#counts.get(thing) ?? 0;
    if (count === 2) this.#repeated -= 1;
    if (count > 1) this.#counts.set(thing, count - 1);
    else this.#counts.delete(thing);
    return count === 1;
  }
}
