import { applyEdits } from "../base/apply-edits.ts";
import { lastAtOrBefore } from "../base/sorted.ts";
import type { TextEdit } from "../base/text.ts";
import { cut, grainOf, nextLine, type Grain } from "./layout.ts";
import { countAnchors, isFlawed, type Parsed } from "./parsed.ts";
import { parsePiece, type Piece } from "./piece.ts";
import { shiftSpan } from "./shift.ts";

/** A text whose edit concerned some of its pieces only. */
export interface Update {
  readonly parsed: Parsed;
  /** Index of the first piece that was replaced. */
  readonly first: number;
  readonly removed: readonly Piece[];
  readonly added: readonly Piece[];
}

/**
 * Parses only the pieces that edits touch, and moves the others: the cost does not grow with the text. Null when the
 * edits may have changed how the text is cut elsewhere; then everything must be parsed.
 */
export function updatePieces(parsed: Parsed, edits: readonly TextEdit[]): Update | null {
  const { grain, starts, pieces, length } = parsed;
  if (!grain) return null;
  const editStart = Math.min(...edits.map((edit) => edit.span.start));
  const editEnd = Math.max(...edits.map((edit) => edit.span.end));
  const first = firstTouched(parsed, editStart);
  if (first < 0) return null;
  const last = lastAtOrBefore(starts, editEnd);

  const removed = pieces.slice(first, last + 1);
  const partStart = starts[first] ?? 0;
  const before = removed.map((piece) => piece.text).join("");
  const text = applyEdits(
    before,
    edits.map(({ span, newText }) => ({ span: shiftSpan(span, -partStart), newText })),
  );
  if (first === 0 && !startsLikeBefore(text, grain)) return null;
  const cuts = cut(text, { start: 0, end: text.length }, grain);
  if (!cuts || cuts[0] !== 0) return null;

  const added = cuts.map((start, index) =>
    reuseOrParse(text.slice(start, cuts[index + 1] ?? text.length), grain.kind, removed),
  );
  const delta = text.length - before.length;
  return {
    first,
    removed,
    added,
    parsed: {
      ...parsed,
      ...recountAnchors(parsed, removed, added),
      // Joined, not spread into a call, which takes no more arguments than the stack has room for.
      pieces: pieces.slice(0, first).concat(added, pieces.slice(last + 1)),
      starts: [
        ...starts.slice(0, first),
        ...cuts.map((start) => start + partStart),
        ...starts.slice(last + 1).map((start) => start + delta),
      ],
      length: length + delta,
      flawed: remark(parsed, first, removed.length, added),
    },
  };
}

/** The first piece that an edit from `offset` on may change; -1 when that is what stands before all pieces. */
function firstTouched({ starts, pieces }: Parsed, offset: number): number {
  const index = lastAtOrBefore(starts, offset);
  if (index <= 0) return index;
  // Whether an item starts in a line is decided by that line alone; if it no longer does, it joins the item above.
  const newline = pieces[index]?.text.indexOf("\n") ?? -1;
  const isOnFirstLine = newline === -1 || offset - (starts[index] ?? 0) <= newline;
  return isOnFirstLine ? index - 1 : index;
}

/** The first line of all items decides how the text is cut. */
function startsLikeBefore(text: string, grain: Grain): boolean {
  const now = grainOf(text.slice(0, nextLine(text, 0)).replace(/\n$/, ""));
  return now?.kind === grain.kind && now.indent === grain.indent;
}

function reuseOrParse(text: string, kind: Grain["kind"], removed: readonly Piece[]): Piece {
  return removed.find((piece) => piece.text === text) ?? parsePiece(text, kind);
}

function recountAnchors(
  { definingAnchors, needingAnchors }: Parsed,
  removed: readonly Piece[],
  added: readonly Piece[],
): Pick<Parsed, "definingAnchors" | "needingAnchors"> {
  const [minus, plus] = [countAnchors(removed), countAnchors(added)];
  return {
    definingAnchors: definingAnchors - minus.definingAnchors + plus.definingAnchors,
    needingAnchors: needingAnchors - minus.needingAnchors + plus.needingAnchors,
  };
}

function remark(
  { flawed }: Parsed,
  first: number,
  removed: number,
  added: readonly Piece[],
): readonly number[] {
  const grown = added.length - removed;
  return [
    ...flawed.filter((index) => index < first),
    ...added.flatMap((piece, index) => (isFlawed(piece) ? [first + index] : [])),
    ...flawed.filter((index) => index >= first + removed).map((index) => index + grown),
  ];
}
