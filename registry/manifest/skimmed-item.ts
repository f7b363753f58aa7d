import type { ManifestEntry } from "../../schemas/index.ts";
import type { Span } from "../base/text.ts";
import type { ItemBody, PieceItem } from "./piece-item.ts";
import type { Skimmed } from "./skim.ts";
import type { ManifestProblem } from "./types.ts";

/** The name as it is mostly written: first, in characters that mean nothing else, and alone on its line. */
const PLAIN_HEAD = /^(\s*- +name: +)([A-Za-z][\w-]*) *(?:\r?\n|$)/;

/** A valid item of which it is known what it says; where that stands is found out when somebody asks. */
export class SkimmedItem implements PieceItem {
  readonly raw: unknown;
  readonly ownName: string;
  readonly entry: ManifestEntry;
  readonly problems: readonly ManifestProblem[] = [];
  readonly #text: string;
  readonly #lookClosely: () => PieceItem;
  #places: PieceItem | null = null;

  constructor(text: string, { raw, name, entry }: Skimmed, lookClosely: () => PieceItem) {
    this.#text = text;
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
    return this.#places?.headSpan ?? this.#plainHead() ?? this.#looked().headSpan;
  }

  /** What stands above every entry asks for the head of each: none is to be parsed for that. */
  #plainHead(): Span | null {
    const [, before, written] = PLAIN_HEAD.exec(this.#text) ?? [];
    if (before === undefined || written !== this.ownName) return null;
    return { start: before.length, end: before.length + written.length };
  }

  #looked(): PieceItem {
    this.#places ??= this.#lookClosely();
    return this.#places;
  }
}
