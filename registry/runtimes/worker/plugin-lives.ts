import type { InstanceLives } from "../../kernel/types.ts";

/** What the code of one plugin started between two builds, and how to end it. */
export class PluginLife {
  readonly slot: number;
  readonly #ends = new Set<() => void>();

  constructor(slot: number) {
    this.slot = slot;
  }

  /** Something was started. Answers with how to forget it, when it ended by itself. */
  own(end: () => void): () => void {
    this.#ends.add(end);
    return () => this.#ends.delete(end);
  }

  end(): void {
    const ends = [...this.#ends];
    this.#ends.clear();
    for (const end of ends) end();
  }
}

/** The lives of all plugins, by slot: of each the one that is in service and, while it is being replaced, the next. */
export class PluginLives implements InstanceLives {
  readonly #lives = new Map<number, readonly PluginLife[]>();

  /** The life that code of a slot belongs to when it runs now. */
  of(slot: number): PluginLife {
    const known = this.#lives.get(slot)?.at(-1);
    if (known) return known;
    const life = new PluginLife(slot);
    this.#lives.set(slot, [life]);
    return life;
  }

  building(slot: number): void {
    this.#lives.set(slot, [...(this.#lives.get(slot) ?? []), new PluginLife(slot)]);
  }

  ended(slot: number, what: "replaced" | "discarded" | "over"): void {
    const lives = this.#lives.get(slot) ?? [];
    const newest = lives.slice(-1);
    const older = lives.slice(0, -1);
    const ending = { replaced: older, discarded: newest, over: lives }[what];
    const staying = lives.filter((life) => !ending.includes(life));
    if (staying.length > 0) this.#lives.set(slot, staying);
    else this.#lives.delete(slot);
    for (const life of ending) life.end();
  }
}
