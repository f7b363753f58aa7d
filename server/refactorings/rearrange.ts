import type { Span, TextEdit } from "../../registry/base/text.ts";

/** What is put in another order. */
export interface Row {
  readonly starts: readonly number[];
  /** Where the last of them ends at most: before the bracket that closes them, if they stand between brackets. */
  readonly end: number;
  /** They stand between brackets, with commas. */
  readonly isFlow: boolean;
}

/**
 * The edits that put blocks of a text in another order: `order[i]` is which of them stands in the place of the i-th.
 * What is between them stays. A block takes the comments with it that stand right above it, in its column; null where
 * a comment belongs to none of them, because its place may mean something.
 */
export function rearrange(
  text: string,
  row: Row,
  order: readonly number[],
): readonly TextEdit[] | null {
  const blocks = blocksOf(text, row);
  return (
    blocks &&
    blocks.flatMap((span, index) => {
      const from = blocks[order[index] ?? index];
      if (!from || from === span) return [];
      return [{ span, newText: text.slice(from.start, from.end) }];
    })
  );
}

function blocksOf(text: string, { starts, end, isFlow }: Row): readonly Span[] | null {
  const [first = 0] = starts;
  // Between brackets a comment cannot be told from its neighbours' without parsing.
  if (isFlow) return text.slice(first, end).includes("#") ? null : flowBlocks(text, starts, end);
  const tops = starts.map((start, index) => topOf(text, start, index === 0));
  return tops.every((top) => top !== null)
    ? tops.map((top, index) => ({
        start: top,
        end: top + text.slice(top, tops[index + 1] ?? end).trimEnd().length,
      }))
    : null;
}

function flowBlocks(text: string, starts: readonly number[], end: number): readonly Span[] {
  return starts.map((start, index) => {
    const written = text.slice(start, starts[index + 1] ?? end);
    return { start, end: start + written.replace(/,\s*$/, "").trimEnd().length };
  });
}

/** Null where a comment above it, behind an empty line, is about nobody knows what. Above the first block it is about all. */
function topOf(text: string, start: number, isFirst: boolean): number | null {
  // Behind a dash: the comments above it are of what the dash begins.
  if (!beginsLine(text, start)) return start;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indent = text.slice(lineStart, start);
  let top = lineStart;
  for (let above = previousLine(text, top); above; above = previousLine(text, top)) {
    if (!above.text.startsWith(`${indent}#`)) break;
    top = above.start;
  }
  return !isFirst && isBelowComment(text, top, indent) ? null : top + indent.length;
}

function isBelowComment(text: string, offset: number, indent: string): boolean {
  const written = text.slice(0, offset).trimEnd();
  return written.slice(written.lastIndexOf("\n") + 1).startsWith(`${indent}#`);
}

function previousLine(
  text: string,
  lineStart: number,
): { readonly start: number; readonly text: string } | null {
  if (lineStart === 0) return null;
  const start = text.lastIndexOf("\n", lineStart - 2) + 1;
  return { start, text: text.slice(start, lineStart) };
}

function beginsLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() === "";
}
