import {
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type CompletionItem,
} from "vscode-languageserver";
import type { LspRange } from "../../schemas/index.ts";
import type { Fit } from "./fit.ts";

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
export interface Insertion extends Fit {
  readonly range: LspRange;
  /** What is there, without its quotes; null where the cursor is not in it. */
  readonly inner: LspRange | null;
  /** The quote that what is there begins with; empty where it is plain. */
  readonly quote: string;
  readonly hasSnippets: boolean;
}

export function toCompletionItem(
  { label, kind, newText, plainText, detail, documentation, rank = 5 }: Suggestion,
  index: number,
  { range: whole, inner, quote, lead, trail, indent, hasSnippets }: Insertion,
): CompletionItem {
  const hasStops = hasSnippets && plainText !== undefined;
  const written = (hasSnippets ? newText : (plainText ?? newText)) ?? label;
  // Quotes that are there stay around a plain value. Editors compare what is typed with the filter's text.
  const keepsQuotes = quote !== "" && written === label;
  const range = keepsQuotes ? (inner ?? whole) : whole;
  const quoted = keepsQuotes && !inner ? quote + written + quote : written;
  // The cursor stays before what parts it from the next.
  const isSnippet = hasStops || (hasSnippets && trail !== "");
  const stopped = isSnippet && !hasStops ? `${escapeSnippet(quoted)}$0` : quoted;
  return {
    label,
    kind: CompletionItemKind[kind],
    // The order in which they were thought of is kept among equals.
    sortText: `${rank}${String(index).padStart(6, "0")}`,
    filterText: keepsQuotes ? label : quote + label,
    textEdit: { range, newText: lead + stopped.replaceAll("\n", `\n${indent}`) + trail },
    ...(written.includes("\n") && { insertTextMode: InsertTextMode.adjustIndentation }),
    ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(detail !== undefined && { detail }),
    ...(documentation && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
  };
}

/** Text that a snippet takes literally. */
export const escapeSnippet = (text: string): string => text.replace(/[\\$}]/g, "\\$&");
