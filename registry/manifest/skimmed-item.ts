import type { ManifestEntry } from "../../schemas/index.ts";
import type { Span } from "../base/text.ts";
import type { ItemBody, PieceItem } from "./piece-item.ts";
import type { Skimmed } from "./skim.ts";
import type { ManifestProblem } from "./types.ts";

/** A valid item of which it is known what it says; where that stands is found out when somebody asks. */
export class SkimmedItem implements PieceItem {
  readonly raw: unknown;
  readonly ownName: string;
  readonly entry: ManifestEntry;
  readonly problems: readonly ManifestProblem[] = [];
  readonly #lookClosely: () => PieceItem;
  #places: PieceItem | null = null;

  constructor({ raw, name, entry }: Skimmed, lookClosely: () => PieceItem) {
    this.raw = raw;
    this.ownName = name;
    this.entry = entry;
    this.#lookClosely = lookClosely;
  }

  get body(): ItemBody {
    return this.#looked().body;
  }
  get span(): Span {
    return this.#looked().span;
  }
  get headSpan(): Span {
    return this.#looked().headSpan;
  }

  #looked(): PieceItem {
    this.#places ??= this.#lookClosely();
    return this.#places;
  }
}
