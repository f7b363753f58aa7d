import type { TextEdit } from "../base/text.ts";
import { AnchorScope } from "./anchors.ts";
import type { Parsed } from "./parsed.ts";
import { cut, grainOf, nextLine, type Grain } from "./layout.ts";
import { parsePiece, type Piece } from "./piece.ts";

/**
 * Parses only the pieces that edits touch, and moves the others. Null when the edits may have changed how the text is
 * cut elsewhere; then everything must be parsed.
 */
export function updatePieces(
  { layout, starts, pieces }: Parsed,
  edits: readonly TextEdit[],
  text: string,
): Parsed | null {
  if (layout.kind === "whole") return null;
  const { kind, indent } = layout;
  const grain: Grain = { kind, indent };
  const oldLength = (starts.at(-1) ?? 0) + (pieces.at(-1)?.text.length ?? 0);
  const delta = text.length - oldLength;
  const editStart = Math.min(...edits.map((edit) => edit.span.start));
  const editEnd = Math.max(...edits.map((edit) => edit.span.end));

  let first = lastAtOrBefore(starts, editStart);
  if (first < 0) return null;
  // Whether an item starts in a line is decided by that line alone; if it no longer does, it joins the item above.
  if (first > 0 && isOnFirstLine(pieces[first], editStart - (starts[first] ?? 0))) first -= 1;
  const last = lastAtOrBefore(starts, editEnd);
  const partStart = starts[first] ?? 0;
  const partEnd = (starts[last + 1] ?? oldLength) + delta;

  if (first === 0 && !staysFirst(text, partStart, grain)) return null;
  const newStarts = cut(text, { start: partStart, end: partEnd }, grain);
  if (!newStarts || newStarts[0] !== partStart) return null;

  const parsed = newStarts.map((start, index) =>
    reuseOrParse(text.slice(start, newStarts[index + 1] ?? partEnd), kind, pieces, first, last),
  );
  const moved = starts.slice(last + 1).map((start) => start + delta);
  const allStarts = [...starts.slice(0, first), ...newStarts, ...moved];
  return {
    text,
    layout: { kind, indent, starts: allStarts },
    starts: allStarts,
    pieces: [...pieces.slice(0, first), ...parsed, ...pieces.slice(last + 1)],
  };
}

function reuseOrParse(
  text: string,
  kind: Grain["kind"],
  pieces: readonly Piece[],
  first: number,
  last: number,
): Piece {
  for (let index = first; index <= last; index++) {
    const piece = pieces[index];
    if (piece?.text === text) return piece;
  }
  return parsePiece(text, kind, new AnchorScope());
}

function isOnFirstLine(piece: Piece | undefined, offset: number): boolean {
  const newline = piece?.text.indexOf("\n") ?? -1;
  return newline === -1 || offset <= newline;
}

function staysFirst(text: string, start: number, grain: Grain): boolean {
  const line = text.slice(start, nextLine(text, start)).replace(/\n$/, "");
  const now = grainOf(line);
  return now?.kind === grain.kind && now.indent === grain.indent;
}

/** Index of the last number that is not greater than `value`; -1 when all are. */
export function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
