import type { Span } from "../base/text.ts";

/** Where to cut: at dashes in one column, or at keys in column 0. */
export interface Grain {
  readonly kind: "list" | "mapping";
  /** Column of the items' dashes; 0 in a mapping. */
  readonly indent: number;
}

/**
 * How a manifest's text falls into pieces that can be parsed one by one. In `list` and `mapping` every piece is one
 * top-level item with the comments below it; `whole` is any text for which cutting would change its meaning.
 */
export type Layout =
  /** Each piece ends where the next one starts. There is at least one. */
  (Grain & { readonly starts: readonly number[] }) | { readonly kind: "whole" };

const BOM = "\uFEFF";
const WHOLE: Layout = { kind: "whole" };

/** A line of a block sequence: spaces, a dash, then white space or nothing. */
const DASH_LINE = /^( *)-(?=[ \t\r]|$)/;
/** The start of a line that starts a block mapping: a quoted key and its colon, or the first letter of a plain one. */
const QUOTED_KEY_LINE = /^(?:"[^"]*"|'[^']*')[ \t]*:(?=[ \t\r]|$)/;
const PLAIN_KEY_LINE = /^[\p{L}\p{N}_./@$]/u;
const COLON = /:(?=[ \t\r]|$)/;
/** What may stand before the first item. */
const PREAMBLE_LINE = /^[ \t]*(?:#.*)?\r?$/;
const DOCUMENT_START = /^---[ \t]*(?:#.*)?\r?$/;

/** Decides how to cut a text. Reads the first lines to tell the form, and the first characters of all others. */
export function layOut(text: string): Layout {
  const first = firstContentLine(text);
  const grain = first && grainOf(text.slice(first.start, first.end));
  if (!grain) return WHOLE;
  const starts = cut(text, { start: first.start, end: text.length }, grain);
  return starts ? { ...grain, starts } : WHOLE;
}

/** What the first line with content says about how to cut the text; null when it must not be cut. */
export function grainOf(line: string): Grain | null {
  const dash = DASH_LINE.exec(line);
  if (dash) return { kind: "list", indent: dash[1]?.length ?? 0 };
  return startsWithKey(line) ? { kind: "mapping", indent: 0 } : null;
}

function startsWithKey(line: string): boolean {
  return PLAIN_KEY_LINE.test(line) ? COLON.test(line) : QUOTED_KEY_LINE.test(line);
}

/**
 * Where items start in a part of a text that begins at the start of a line. Whether an item starts in a line can be
 * told from that line alone, because YAML indents whatever goes on inside an item. Null when the text must not be cut.
 */
export function cut(text: string, part: Span, { kind, indent }: Grain): number[] | null {
  const startsItem = kind === "list" ? startsListItem : startsMappingItem;
  const starts: number[] = [];
  for (let line = part.start; line < part.end; line = nextLine(text, line)) {
    if (isDocumentMarker(text, line)) return null;
    const answer = startsItem(text, line, indent);
    if (answer === "never") return null;
    if (answer === "yes") starts.push(line);
  }
  return starts;
}

/** The first line that is neither blank, comment nor the `---` of the first document. */
function firstContentLine(text: string): Span | null {
  let line = text.startsWith(BOM) ? 1 : 0;
  let sawDocumentStart = false;
  while (line < text.length) {
    const next = nextLine(text, line);
    const end = text[next - 1] === "\n" ? next - 1 : next;
    const content = text.slice(line, end);
    if (DOCUMENT_START.test(content) && !sawDocumentStart) sawDocumentStart = true;
    else if (!PREAMBLE_LINE.test(content)) return { start: line, end };
    line = next;
  }
  return null;
}

/** The start of the line after the one that `from` is in. */
export function nextLine(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline === -1 ? text.length : newline + 1;
}

function isDocumentMarker(text: string, line: number): boolean {
  const code = text.charCodeAt(line);
  if (code !== DASH && code !== DOT) return false;
  return (
    text.charCodeAt(line + 1) === code &&
    text.charCodeAt(line + 2) === code &&
    isBlankOrEnd(text, line + 3)
  );
}

function startsListItem(text: string, line: number, indent: number): "yes" | "no" {
  for (let column = 0; column < indent; column++) {
    if (text.charCodeAt(line + column) !== SPACE) return "no";
  }
  const dash = line + indent;
  return text.charCodeAt(dash) === DASH && isBlankOrEnd(text, dash + 1) ? "yes" : "no";
}

/** Lines at column 0 start a key, but for what continues the value above; rare syntax is not cut at all. */
function startsMappingItem(text: string, line: number): "yes" | "no" | "never" {
  const first = text.charAt(line);
  if (first === "" || " \t\r\n#]},".includes(first)) return "no";
  if (first === "-") return isBlankOrEnd(text, line + 1) ? "no" : "yes";
  if ("?:&*!|>%@`[{".includes(first) || text.startsWith("<<", line)) return "never";
  return "yes";
}

const SPACE = 0x20;
const DASH = 0x2d;
const DOT = 0x2e;

function isBlankOrEnd(text: string, offset: number): boolean {
  const character = text.charAt(offset);
  return character === "" || " \t\r\n".includes(character);
}
