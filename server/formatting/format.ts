import { isDeepStrictEqual } from "node:util";
import type { Span, TextEdit } from "../../registry/base/text.ts";
import { applyEdits, type ManifestDocument } from "../../registry/manifest/index.ts";
import { formatLines } from "./format-lines.ts";
import { readStructure } from "./structure.ts";

/**
 * The edits that bring a manifest into its usual form: two columns for each level, one space after a colon and a dash,
 * no white space at the ends of lines, no two empty lines in a row, one line break at the end. They were tried: every
 * entry says what it said before and no comment is lost, or there are none. A text with errors is left alone.
 */
export function formatManifest(document: ManifestDocument): readonly TextEdit[] {
  const start = document.text.startsWith("\uFEFF") ? 1 : 0;
  return formatPart(document, { start, end: document.text.length });
}

/** The same for the entries that a range touches. */
export function formatEntries(document: ManifestDocument, range: Span): readonly TextEdit[] {
  const touched = document.items.filter(
    ({ span }) => span.start <= range.end && range.start <= span.end,
  );
  const [first, last] = [touched[0], touched.at(-1)];
  if (!first || !last) return [];
  const { text } = document;
  const lineEnd = text.indexOf("\n", last.span.end);
  return formatPart(document, {
    start: Math.max(
      text.lastIndexOf("\n", first.span.start - 1) + 1,
      text.startsWith("\uFEFF") ? 1 : 0,
    ),
    end: lineEnd < 0 ? text.length : lineEnd + 1,
  });
}

/** What is left to mend in the line that was just ended, without moving it. */
export function formatEndedLine(document: ManifestDocument, offset: number): readonly TextEdit[] {
  const { text } = document;
  const end = text.lastIndexOf("\n", offset - 1);
  const start = text.lastIndexOf("\n", end - 1) + 1;
  const content = start + (/^[ \t]*/.exec(text.slice(start, end))?.[0].length ?? 0);
  if (end < 0 || content >= end) return [];
  const edits = formatEntries(document, { start: content, end: content }).filter(
    ({ span }) => span.start > content && span.end <= end,
  );
  return isSafe(document, edits) ? edits : [];
}

function formatPart(document: ManifestDocument, { start, end }: Span): readonly TextEdit[] {
  if (document.form === "unreadable") return [];
  if (document.problems.some(({ code }) => UNREADABLE.has(code))) return [];
  const text = document.text.slice(start, end);
  const structure = readStructure(text);
  if (!structure) return [];
  const edits = formatLines(text, structure);
  if (edits.length === 0) return [];
  const formatted = applyEdits(text, edits);
  const after = readStructure(formatted);
  if (!isDeepStrictEqual(after?.comments, structure.comments)) return [];
  // A text so odd that it would change again and again is better left as it is.
  if (!after || formatLines(formatted, after).length > 0) return [];
  const placed = edits.map(({ span, newText }) => ({
    span: { start: span.start + start, end: span.end + start },
    newText,
  }));
  return isSafe(document, placed) ? placed : [];
}

const UNREADABLE: ReadonlySet<string> = new Set([
  "manifest/syntax",
  "manifest/too-large",
  "manifest/too-deep",
  "manifest/alias-bomb",
  "manifest/multiple-documents",
]);

/** Entries whose text stays the same are the same objects, so that comparing them costs nothing. */
function isSafe(document: ManifestDocument, edits: readonly TextEdit[]): boolean {
  const after = document.update(edits);
  return (
    after.form === document.form &&
    after.problems.length === document.problems.length &&
    isDeepStrictEqual(
      after.items.map(({ name, raw }) => [name, raw]),
      document.items.map(({ name, raw }) => [name, raw]),
    )
  );
}
