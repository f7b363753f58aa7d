import type { Layout } from "./layout.ts";
import type { Piece } from "./piece.ts";

/** A text, cut into pieces, each of which is parsed. */
export interface Parsed {
  readonly text: string;
  readonly layout: Layout;
  /** Where each piece stands in the text. */
  readonly starts: readonly number[];
  readonly pieces: readonly Piece[];
}

/** Whether an alias of one piece may name an anchor of another. */
export function dependOnEachOther(pieces: readonly Piece[]): boolean {
  return (
    pieces.some((piece) => piece.needsOuterAnchors) && pieces.some((piece) => piece.definesAnchor)
  );
}
