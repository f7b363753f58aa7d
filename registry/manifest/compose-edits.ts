import type { TextEdit } from "../base/text.ts";
import { inTextOrder } from "../base/apply-edits.ts";

/**
 * Joins `planned` edits with `later` ones, whose places count in the text after `applied`. Null when they touch what
 * `applied` wrote, so that the two cannot be told apart.
 */
export function composeEdits(
  planned: readonly TextEdit[],
  later: readonly TextEdit[],
  applied: readonly TextEdit[],
): readonly TextEdit[] | null {
  const order = inTextOrder(applied);
  const joined = [...planned];
  for (const edit of later) {
    let shift = 0;
    for (const { span, newText } of order) {
      const start = span.start + shift;
      const end = start + newText.length;
      if (edit.span.start < end && start < edit.span.end) return null;
      if (start >= edit.span.end) break;
      shift += newText.length - (span.end - span.start);
    }
    const span = { start: edit.span.start - shift, end: edit.span.end - shift };
    joined.push({ span, newText: edit.newText });
  }
  return joined;
}
