/** Plugins of manifests have the slots below. */
const FIRST = 3_072;
const COUNT = 1_024;

/** Slots of the call marker for files of plugin directories, which have no name but their path. */
export class FileSlots {
  readonly #slots = new Map<string, number>();
  readonly #files = new Map<number, string>();

  slotOf(file: string): number {
    const known = this.#slots.get(file);
    if (known !== undefined) return known;
    const slot = FIRST + (this.#slots.size % COUNT);
    this.#slots.set(file, slot);
    this.#files.set(slot, file);
    return slot;
  }

  fileIn(slot: number): string | null {
    return this.#files.get(slot) ?? null;
  }
}
