import type { Grain } from "./layout.ts";
import type { Piece } from "./piece.ts";
import type { PieceItem } from "./piece-item.ts";

/** A text, cut into pieces, each of which is parsed. */
export interface Parsed {
  /** How the text was cut, so that every piece is one item; null when it is one piece. */
  readonly grain: Grain | null;
  /** What stands before the first piece. */
  readonly preamble: string;
  readonly pieces: readonly Piece[];
  /** Where each piece stands in the text. */
  readonly starts: readonly number[];
  readonly length: number;
  /** Indexes of the pieces that have problems, in order. */
  readonly flawed: readonly number[];
  /** How many pieces define anchors, and how many have aliases whose anchors do not stand in them. */
  readonly definingAnchors: number;
  readonly needingAnchors: number;
}

export function isFlawed({ problems, items }: Piece): boolean {
  return problems.length > 0 || items.some((item) => item.problems.length > 0);
}

/** Whether an alias of one piece may name an anchor of another. */
export function dependOnEachOther(
  parsed: Pick<Parsed, "definingAnchors" | "needingAnchors">,
): boolean {
  return parsed.definingAnchors > 0 && parsed.needingAnchors > 0;
}

export function countAnchors(
  pieces: readonly Piece[],
): Pick<Parsed, "definingAnchors" | "needingAnchors"> {
  return {
    definingAnchors: pieces.filter((piece) => piece.definesAnchor).length,
    needingAnchors: pieces.filter((piece) => piece.needsOuterAnchors).length,
  };
}

/** An item with the piece that it stands in. */
export interface PlacedItem {
  readonly own: PieceItem;
  readonly piece: Piece;
  readonly base: number;
}

/** The item at a position among all items. */
export function itemAtPosition(parsed: Parsed, position: number): PlacedItem | null {
  const [index, itemIndex] = parsed.grain ? [position, 0] : [0, position];
  const piece = parsed.pieces[index];
  const own = piece?.items[itemIndex];
  return piece && own ? { own, piece, base: parsed.starts[index] ?? 0 } : null;
}

export function countItems({ grain, pieces }: Parsed): number {
  return grain ? pieces.length : (pieces[0]?.items.length ?? 0);
}

export function textOf({ preamble, pieces }: Parsed): string {
  return preamble + pieces.map((piece) => piece.text).join("");
}
