/** The instances that one spec made and that are still in use. The latest is held; older ones only as long as their users hold them. */
export class LiveInstances {
  latest: unknown = undefined;
  #older: WeakRef<object>[] = [];

  add(instance: unknown): void {
    if (typeof this.latest === "object" && this.latest !== null) {
      this.#older = this.#older.filter((reference) => reference.deref() !== undefined);
      this.#older.push(new WeakRef(this.latest));
    }
    this.latest = instance;
  }

  /** All of them, latest first. */
  all(): unknown[] {
    const older = this.#older.map((reference) => reference.deref()).toReversed();
    return [this.latest, ...older].filter((instance) => instance !== undefined);
  }
}
