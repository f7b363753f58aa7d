import type { TextEdit } from "./text.ts";

/** The text after all edits. They may come in any order; of two insertions at one place the first in the list comes first. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let copiedTo = 0;
  for (const { span, newText } of inTextOrder(edits)) {
    result += text.slice(copiedTo, span.start) + newText;
    copiedTo = span.end;
  }
  return result + text.slice(copiedTo);
}

/** Sorted by place, insertions at one place in the order given. Throws when two edits overlap. */
export function inTextOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  for (const [index, edit] of sorted.entries()) {
    const previous = sorted[index - 1];
    if (previous && previous.span.end > edit.span.start) {
      throw new Error("Expected edits that do not overlap.");
    }
  }
  return sorted;
}
