/** Where lines begin and end, and what may continue in the next one. */

export interface Line {
  readonly start: number;
  /** Before the line break. */
  readonly end: number;
  /** Start of the next line, or the text's end. */
  readonly next: number;
  /** The first character that is not white space; `end` in a blank line. */
  readonly content: number;
}

export function lineAt(text: string, start: number): Line {
  const newline = text.indexOf("\n", start);
  const next = newline === -1 ? text.length : newline + 1;
  let end = newline === -1 ? text.length : newline;
  if (end > start && text[end - 1] === "\r") end -= 1;
  let content = start;
  while (content < end && isSpace(text[content])) content += 1;
  return { start, end, next, content };
}

export function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\uFEFF";
}

/**
 * Whether what was begun by a key or dash in column `owner` may go on in the line that starts at `lineStart`. A line
 * that is not indented deeper belongs to something else: an open quote or bracket was not meant to swallow it.
 */
export function continuesBelow(text: string, lineStart: number, owner: number): boolean {
  if (lineStart >= text.length) return false;
  const line = lineAt(text, lineStart);
  if (line.content === line.end) return true;
  if (line.content - line.start > owner) return true;
  return "]}".includes(text.charAt(line.content));
}

/** The end of a quoted text that starts at `start`; the end of that line when its closing quote is missing. */
export function endOfQuoted(text: string, start: number, owner: number): number {
  const quote = text.charAt(start);
  let at = start + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "\\" && quote === '"') at += 2;
    else if (character === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at + 1;
      at += 2;
    } else if (character === "\n" && !continuesBelow(text, at + 1, owner)) {
      break;
    } else at += 1;
  }
  return lineAt(text, start).end;
}

/** The end of what a line says from `from` on: before a comment, or the line's end. */
export function endOfContent(text: string, from: number, end: number): number {
  const comment = /(?:^|[ \t])#/.exec(text.slice(from, end));
  return comment ? from + comment.index : end;
}
