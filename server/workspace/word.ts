import type { Span } from "../../registry/base/text.ts";

/** What a token of YAML says, and where: without an anchor or tag before it, and without quotes. */
export interface Word {
  readonly text: string;
  readonly span: Span;
  /** The quote that it begins with; empty for a plain one. */
  readonly quote: string;
}

/** The word in a token that stands at `start` and may be half-typed. Escapes in quotes stay as they are written. */
export function wordIn(token: string, start: number): Word {
  const end = start + token.length;
  const properties = /^(?:[&!]\S*[ \t]+)+/.exec(token)?.[0].length ?? 0;
  const [quote = ""] = /^["']/.exec(token.slice(properties)) ?? [];
  const from = start + properties + quote.length;
  const isClosed = quote !== "" && end - 1 >= from && token.endsWith(quote);
  const span = { start: from, end: isClosed ? end - 1 : end };
  return { text: token.slice(span.start - start, span.end - start), span, quote };
}
