import { isMap } from "yaml";
import type { ManifestEntry } from "../../schemas/index.ts";
import type { Span } from "../base/text.ts";
import type { PlacedItem } from "./parsed.ts";
import type { Piece } from "./piece.ts";
import { spansInItem, type PieceItem } from "./piece-item.ts";
import { shiftFields, shiftProblem, shiftSpan } from "./shift.ts";
import { contentSpan } from "./tree.ts";
import type { FieldSpans, ManifestItem, ManifestProblem } from "./types.ts";

/** What the other items decide about an item. */
export interface ItemStanding {
  readonly position: number;
  readonly name: string;
  /** A valid item above has its name. */
  readonly duplicate: ManifestProblem | null;
}

/** An item in its place: the position-independent part of it is shared between versions of the document. */
export class ItemView implements ManifestItem {
  readonly position: number;
  readonly name: string;
  readonly entry: ManifestEntry | null;
  /** Where the piece that holds the item starts in the document. */
  readonly base: number;
  readonly piece: Piece;
  readonly own: PieceItem;
  readonly #duplicate: ManifestProblem | null;

  constructor({ piece, base, own }: PlacedItem, standing: ItemStanding) {
    this.piece = piece;
    this.base = base;
    this.own = own;
    this.position = standing.position;
    this.name = standing.name;
    this.#duplicate = standing.duplicate;
    this.entry = standing.duplicate ? null : own.entry;
  }

  get span(): Span {
    return shiftSpan(this.own.span, this.base);
  }
  get headSpan(): Span {
    return shiftSpan(this.own.headSpan, this.base);
  }
  get braces(): Span | null {
    const { node } = this.own.body;
    if (!isMap(node) || !node.flow) return null;
    return shiftSpan(contentSpan(this.piece.text, node), this.base);
  }
  get raw(): unknown {
    return this.own.raw;
  }
  get problems(): readonly ManifestProblem[] {
    const own = this.own.problems.map((problem) => shiftProblem(problem, this.base));
    return this.#duplicate ? [...own, this.#duplicate] : own;
  }
  /** The line ending that its text uses. */
  get eol(): string {
    return this.piece.text.includes("\r\n") ? "\r\n" : "\n";
  }
  spansAt(path: readonly (string | number)[]): FieldSpans | null {
    const spans = spansInItem(this.piece.text, this.own.body, path);
    return spans && shiftFields(spans, this.base);
  }
}
