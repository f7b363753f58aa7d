/** Whoever wants to hear of one thing, each until it stops listening. */
export class Listeners<Told extends readonly unknown[] = []> {
  readonly #all = new Set<(...told: Told) => void>();

  /** Calls the listener whenever something is told. Answers with how to stop it. */
  add(listener: (...told: Told) => void): () => void {
    // One function may listen for two.
    const own = (...told: Told): void => listener(...told);
    this.#all.add(own);
    return () => {
      this.#all.delete(own);
    };
  }

  tell(...told: Told): void {
    for (const listener of this.#all) listener(...told);
  }
}
