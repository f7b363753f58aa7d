import {
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type CompletionItem,
} from "vscode-languageserver";
import type { LspRange } from "../../schemas/index.ts";

/** One thing that could stand at the cursor. */
export interface Suggestion {
  readonly label: string;
  readonly kind: keyof typeof CompletionItemKind;
  /** What is written, if not the label. */
  readonly newText?: string;
  /** `newText` has tab stops (`$1`); `plainText` is written where the editor knows none. */
  readonly plainText?: string;
  /** One line beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string | null;
  /** Lower ones come first; default 5. */
  readonly rank?: number;
}

/** Where the editor puts a suggestion. */
export interface Insertion {
  readonly range: LspRange;
  /** What is there, without its quotes. */
  readonly inner: LspRange;
  /** The quote that what is there begins with; empty where it is plain. */
  readonly quote: string;
  /** What every further line begins with, besides the white space that the first line begins with. */
  readonly indent: string;
  readonly hasSnippets: boolean;
}

export function toCompletionItem(
  { label, kind, newText, plainText, detail, documentation, rank = 5 }: Suggestion,
  index: number,
  { range: whole, inner, quote, indent, hasSnippets }: Insertion,
): CompletionItem {
  const isSnippet = hasSnippets && plainText !== undefined;
  const written = (hasSnippets ? newText : (plainText ?? newText)) ?? label;
  // Quotes that are there stay around a plain value. Editors compare what is typed with the filter's text.
  const keepsQuotes = quote !== "" && written === label;
  const range = keepsQuotes ? inner : whole;
  return {
    label,
    kind: CompletionItemKind[kind],
    // The order in which they were thought of is kept among equals.
    sortText: `${rank}${String(index).padStart(6, "0")}`,
    filterText: keepsQuotes ? label : quote + label,
    textEdit: { range, newText: written.replaceAll("\n", `\n${indent}`) },
    ...(written.includes("\n") && { insertTextMode: InsertTextMode.adjustIndentation }),
    ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(detail !== undefined && { detail }),
    ...(documentation && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
  };
}

/** Text that a snippet takes literally. */
export const escapeSnippet = (text: string): string => text.replace(/[\\$}]/g, "\\$&");
