import { DIAGNOSTIC_CODES } from "../diagnostics/index.ts";
import type { TextFile } from "../workspace/index.ts";
import type { Suggestion } from "./suggestion.ts";

interface CommentCompletion {
  readonly suggestions: readonly Suggestion[];
  /** What they replace. */
  readonly span: { readonly start: number; readonly end: number };
}

/** In a comment: the words that suppress, and after them the codes. Null where the cursor is in no comment. */
export function inComment(file: TextFile, offset: number): CommentCompletion | null {
  const before = file.lineBefore(offset);
  const comment =
    /(?:^|[ \t])#[ \t]*((?:patchbay-ignore(?:-file)?[ \t]+(?:[\w/-]+[, \t]+)*)?)([\w/-]*)$/.exec(
      before,
    );
  if (!comment) return null;
  const [, mark = "", typed = ""] = comment;
  const span = { start: offset - typed.length, end: offset };
  if (mark !== "") return { suggestions: CODES, span };
  return { suggestions: MARKS, span };
}

const CODES: readonly Suggestion[] = Object.entries(DIAGNOSTIC_CODES)
  .filter(([code]) => code !== "suppression/unused")
  .map(([label, detail]) => ({ label, kind: "EnumMember", detail }));

const MARKS: readonly Suggestion[] = [
  {
    label: "patchbay-ignore",
    kind: "Keyword",
    newText: "patchbay-ignore ",
    detail: "Suppress diagnostics of this line, or of the next",
  },
  {
    label: "patchbay-ignore-file",
    kind: "Keyword",
    newText: "patchbay-ignore-file ",
    detail: "Suppress diagnostics of the whole file",
  },
];
