import type { Node } from "yaml";

/**
 * How many nodes the aliases of one item may stand for, and those of one text. A manifest of people's making stays far
 * below; ten lines of nested aliases can stand for billions.
 */
const ITEM_LIMIT = 5_000;
const TEXT_LIMIT = 1_000_000;

/** The anchors (`&name`) seen so far, in text order, and what their aliases have cost. */
export class AnchorScope {
  readonly #nodes = new Map<string, Node>();
  #spentByItem = 0;
  #spent = 0;

  get isEmpty(): boolean {
    return this.#nodes.size === 0;
  }
  define(name: string, node: Node): void {
    this.#nodes.set(name, node);
  }
  find(name: string): Node | null {
    return this.#nodes.get(name) ?? null;
  }
  startItem(): void {
    this.#spentByItem = 0;
  }
  /** Accounts for one node that an alias stands for; false when there have been too many. */
  spend(): boolean {
    this.#spent += 1;
    this.#spentByItem += 1;
    return this.#spentByItem <= ITEM_LIMIT && this.#spent <= TEXT_LIMIT;
  }
}
