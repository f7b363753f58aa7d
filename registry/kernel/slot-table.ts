import { PluginSlot } from "./slot.ts";
import type { KernelItem } from "./types.ts";

/** An item with the slot that it had before, if it had one, or has now. */
export interface PlacedItem {
  readonly slot: PluginSlot;
  readonly item: KernelItem;
  readonly isNew: boolean;
}

/** The slots in manifest order. A slot belongs to a name; an entry that shares its name with a valid one, to its position. */
export class SlotTable {
  #slots: readonly PluginSlot[] = [];
  #byKey: ReadonlyMap<string, PluginSlot> = new Map();
  /** Slots that left the manifest last: their code may still run, and be asked whose it is. */
  #leaving: readonly PluginSlot[] = [];

  /** In manifest order. */
  get all(): readonly PluginSlot[] {
    return this.#slots;
  }

  /** The slot of an entry that can be operated: one that satisfies the schema. */
  valid(name: string): PluginSlot | null {
    const slot = this.#byKey.get(name);
    return slot?.item.kind === "valid" ? slot : null;
  }

  atNumber(number: number): PluginSlot | null {
    const slots = [...this.#slots, ...this.#leaving];
    return slots.find((slot) => slot.number === number) ?? null;
  }

  /** Gives every item its slot. What is left of the old slots is answered, in its old order; items are not taken over yet. */
  place(items: readonly KernelItem[]): {
    readonly placed: readonly PlacedItem[];
    readonly removed: readonly PluginSlot[];
  } {
    const keys = keysOf(items);
    const kept = new Set(keys);
    const removed = Array.from(this.#byKey)
      .filter(([key]) => !kept.has(key))
      .map(([, slot]) => slot);
    const free = this.#freeNumbers();
    this.#leaving = removed;
    const placed = items.map((item, index): PlacedItem => {
      const known = this.#byKey.get(keys[index] ?? "");
      if (known !== undefined) return { slot: known, item, isNew: false };
      return { slot: new PluginSlot(free(), nameOf(item), item), item, isNew: true };
    });
    this.#slots = placed.map(({ slot }) => slot);
    this.#byKey = new Map(placed.map(({ slot }, index) => [keys[index] ?? "", slot]));
    return { placed, removed };
  }

  /** Numbers are given again only after the removed slots were let go, so that no two live slots share one. */
  #freeNumbers(): () => number {
    const taken = new Set(this.#slots.map((slot) => slot.number));
    let next = 0;
    return () => {
      while (taken.has(next)) next++;
      return next++;
    };
  }
}

function nameOf(item: KernelItem): string {
  return item.kind === "valid" ? item.entry.name : item.name;
}

function keysOf(items: readonly KernelItem[]): string[] {
  const taken = new Set(items.flatMap((item) => (item.kind === "valid" ? [item.entry.name] : [])));
  return items.map((item) => {
    if (item.kind === "valid") return item.entry.name;
    const key = taken.has(item.name) ? `${item.name}\u0000${item.position}` : item.name;
    taken.add(key);
    return key;
  });
}
