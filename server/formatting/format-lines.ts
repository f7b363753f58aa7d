import type { TextEdit } from "../../registry/base/text.ts";
import type { Mark, Structure } from "./structure.ts";

interface Line {
  readonly start: number;
  /** The first character that is not white space. */
  readonly content: number;
  /** Behind the last character that is not white space. */
  readonly trimmed: number;
  /** Before the line break. */
  readonly end: number;
  /** Start of the next line. */
  readonly next: number;
}

/** The edits, line by line, in the order of the text. What says the same already is not touched. */
export function formatLines(text: string, structure: Structure): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const replace = (start: number, end: number, newText: string): void => {
    if (text.slice(start, end) !== newText) edits.push({ span: { start, end }, newText });
  };
  const lines = linesOf(text);
  const marks = new Map(structure.marks.map((mark) => [mark.offset, mark]));
  const inside = linesInside(lines, structure.continued);
  const upcoming = upcomingMarks(lines, marks, inside);
  const lastWritten = lines.findLastIndex((line) => line.content < line.trimmed);
  let shift = 0;
  let isAfterBlank = true;
  for (const [index, line] of lines.entries()) {
    if (inside[index]) {
      if (line.content < line.trimmed) replace(line.start, line.content, moved(line, shift));
      isAfterBlank = false;
      continue;
    }
    if (line.content >= line.trimmed) {
      // Of several empty lines one stays; none stays at the start and at the end.
      if (isAfterBlank || index > lastWritten) replace(line.start, line.next, "");
      else replace(line.start, line.end, "");
      isAfterBlank = true;
      continue;
    }
    isAfterBlank = false;
    const own = marks.get(line.content);
    if (own) {
      replace(line.start, line.content, " ".repeat(own.column));
      shift = formatMarks(text, line, own, marks, replace);
    } else if (text[line.content] === "#") {
      const column = upcoming[index]?.column ?? Math.max(0, line.content - line.start + shift);
      replace(line.start, line.content, " ".repeat(column));
    }
    replaceGaps(structure, line, replace);
    if (!inside[index + 1]) replace(line.trimmed, line.end, "");
  }
  const last = lines[lastWritten];
  if (last && last.next === last.end) {
    replace(text.length, text.length, text.includes("\r\n") ? "\r\n" : "\n");
  }
  return edits.toSorted((one, other) => one.span.start - other.span.start);
}

/** One space between dashes and what they begin. Answers by how many columns the innermost of them moved. */
function formatMarks(
  text: string,
  line: Line,
  first: Mark,
  marks: ReadonlyMap<number, Mark>,
  replace: (start: number, end: number, newText: string) => void,
): number {
  let mark = first;
  while (mark.isDash) {
    const gap = /^-([ \t]+)/.exec(text.slice(mark.offset, line.end));
    const next = gap && mark.offset + gap[0].length;
    if (next === null || next >= line.trimmed) break;
    if (text[next] !== "#") replace(mark.offset + 1, next, " ");
    const inner = marks.get(next);
    if (!inner) break;
    mark = inner;
  }
  return mark.column - (mark.offset - line.start);
}

function replaceGaps(
  { gaps }: Structure,
  line: Line,
  replace: (start: number, end: number, newText: string) => void,
): void {
  for (let index = firstAfter(gaps, line.start); index < gaps.length; index++) {
    const gap = gaps[index];
    if (!gap || gap.start >= line.end) break;
    replace(gap.start, gap.end, " ");
  }
}

function firstAfter(sorted: readonly { readonly start: number }[], offset: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const moved = ({ start, content }: Line, shift: number): string =>
  " ".repeat(Math.max(0, content - start + shift));

/** Whether each line goes on with a text or a flow collection that an earlier one began. */
function linesInside(lines: readonly Line[], regions: Structure["continued"]): readonly boolean[] {
  const inside = lines.map(() => false);
  for (const { start, end } of regions) {
    const first = lineOf(lines, start);
    const last = lineOf(lines, end - 1);
    for (let index = first + 1; index <= last; index++) inside[index] = true;
  }
  return inside;
}

function lineOf(lines: readonly Line[], offset: number): number {
  return Math.max(0, firstAfter(lines, offset + 1) - 1);
}

/** A comment belongs to what follows it. */
function upcomingMarks(
  lines: readonly Line[],
  marks: ReadonlyMap<number, Mark>,
  inside: readonly boolean[],
): readonly (Mark | null)[] {
  let next: Mark | null = null;
  return lines
    .map((line, index) => ({ line, isInside: inside[index] ?? false }))
    .toReversed()
    .map(({ line, isInside }) => {
      const before = next;
      next = (isInside ? undefined : marks.get(line.content)) ?? next;
      return before;
    })
    .toReversed();
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const next = newline < 0 ? text.length : newline + 1;
    const breakLength = newline < 0 ? 0 : text[newline - 1] === "\r" && newline > start ? 2 : 1;
    const end = next - breakLength;
    const written = text.slice(start, end);
    const trimmed = start + written.replace(/[ \t]+$/, "").length;
    const content = start + (/^[ \t]*/.exec(written)?.[0].length ?? 0);
    lines.push({ start, content: Math.min(content, end), trimmed, end, next });
    start = next;
  }
  return lines;
}
