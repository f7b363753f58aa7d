import type { Span } from "../base/text.ts";
import type { OutlineBuilder, Path } from "./outline.ts";
import { continuesBelow, endOfQuoted } from "./outline-lines.ts";

/** Deeper brackets are not looked into. */
const MAX_DEPTH = 60;

/**
 * Outlines a collection in brackets that starts at `start`, closed or not, below the key or dash in column `owner`.
 * Answers with the offset behind it.
 */
export function outlineFlow(
  text: string,
  start: number,
  path: Path,
  owner: number,
  outline: OutlineBuilder,
): number {
  return new FlowScanner(text, owner, outline).scan(start, path, 0);
}

class FlowScanner {
  readonly #text: string;
  readonly #owner: number;
  readonly #outline: OutlineBuilder;

  constructor(text: string, owner: number, outline: OutlineBuilder) {
    this.#text = text;
    this.#owner = owner;
    this.#outline = outline;
  }

  scan(start: number, path: Path, depth: number): number {
    const text = this.#text;
    if (depth > MAX_DEPTH) return text.length;
    const segments = new Segments(text.charAt(start) === "{", start + 1, path, this.#outline);
    let at = start + 1;
    while (at < text.length) {
      const character = text.charAt(at);
      if (character === "\n" && !continuesBelow(text, at + 1, this.#owner)) break;
      if (character === "]" || character === "}") {
        segments.close(at);
        this.#outline.brackets.push({ start: start + 1, end: at });
        return at + 1;
      }
      if (character === "[" || character === "{") {
        at = this.scan(at, segments.valuePath(text.slice(segments.start, at)), depth + 1);
      } else if ((character === '"' || character === "'") && this.#opensQuote(at)) {
        at = endOfQuoted(text, at, this.#owner);
      } else if (character === "#" && /\s/.test(text.charAt(at - 1))) {
        const newline = text.indexOf("\n", at);
        const end = newline === -1 ? text.length : newline;
        segments.comment({ start: at, end });
        at = end;
      } else {
        if (character === ",") segments.next(at);
        else if (character === ":" && this.#endsKey(at)) segments.colon(at);
        at += 1;
      }
    }
    segments.close(at);
    this.#outline.brackets.push({ start: start + 1, end: at });
    return at;
  }

  /** A quote inside a plain word is a letter like any other. */
  #opensQuote(at: number): boolean {
    return /[\s,[{:]/.test(this.#text.charAt(at - 1));
  }

  #endsKey(at: number): boolean {
    const next = this.#text.charAt(at + 1);
    return next === "" || /[\s,[\]{}"']/.test(next) || /["']/.test(this.#text.charAt(at - 1));
  }
}

/** The parts of one collection that commas divide. */
class Segments {
  start: number;
  readonly #isMap: boolean;
  readonly #path: Path;
  readonly #outline: OutlineBuilder;
  #index = 0;
  #colon: number | null = null;
  /** Where the value after the colon begins: behind the comments before it. */
  #valueStart = 0;
  /** The comment behind the key or value under way: what is written ends before it. */
  #comment: number | null = null;
  #step: string | number | null = null;

  constructor(isMap: boolean, start: number, path: Path, outline: OutlineBuilder) {
    this.#isMap = isMap;
    this.start = start;
    this.#path = path;
    this.#outline = outline;
  }

  /** The path of a value that is nested in the part under way. */
  valuePath(written: string): Path {
    if (this.#isMap) return [...this.#path, this.#step ?? written.trim()];
    return [...this.#path, this.#index];
  }

  colon(at: number): void {
    if (!this.#isMap || this.#colon !== null) return;
    this.#colon = at;
    this.#valueStart = at + 1;
    this.#step = this.#outline.addKey(this.#writtenIn({ start: this.start, end: at }), this.#path);
    this.#addZone({ start: this.start, end: at }, this.#path, "key");
    this.#comment = null;
  }

  /** What stands before a comment and what stands behind it are never one token. */
  comment({ start: hash, end }: Span): void {
    this.#outline.addZone({ start: hash + 1, end }, [], "value", { start: end, end });
    if (this.#comment !== null) return;
    const isValue = this.#colon !== null || !this.#isMap;
    const start = this.#colon === null ? this.start : this.#valueStart;
    const { start: from, end: to } = this.#outline.trim({ start, end: hash });
    if (to > from) {
      this.#comment = hash;
      return;
    }
    const path = isValue ? this.valuePath("") : this.#path;
    this.#outline.addZone({ start, end: hash }, path, isValue ? "value" : "key");
    if (this.#colon === null) this.start = end + 1;
    else this.#valueStart = end + 1;
  }

  next(comma: number): void {
    this.close(comma);
    this.start = comma + 1;
    this.#index += 1;
    this.#colon = null;
    this.#comment = null;
    this.#step = null;
  }

  close(end: number): void {
    const { start } = this;
    if (!this.#isMap) {
      this.#addZone({ start, end }, this.valuePath(""), "value");
      return;
    }
    if (this.#colon !== null) {
      this.#addZone({ start: this.#valueStart, end }, this.valuePath(""), "value");
      return;
    }
    this.#addZone({ start, end }, this.#path, "key");
    const { start: from, end: to } = this.#outline.trim({ start, end });
    if (to > from) this.#outline.addKey(this.#writtenIn({ start, end }), this.#path);
  }

  #addZone(span: Span, path: Path, role: "key" | "value"): void {
    this.#outline.addZone(span, path, role, this.#writtenIn(span));
  }

  #writtenIn({ start, end }: Span): Span {
    return { start, end: this.#comment ?? end };
  }
}
