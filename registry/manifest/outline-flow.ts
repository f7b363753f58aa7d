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
        at = newline === -1 ? text.length : newline;
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
    this.#step = this.#outline.addKey({ start: this.start, end: at }, this.#path);
  }

  next(comma: number): void {
    this.close(comma);
    this.start = comma + 1;
    this.#index += 1;
    this.#colon = null;
    this.#step = null;
  }

  close(end: number): void {
    const { start } = this;
    if (!this.#isMap) {
      this.#outline.addZone({ start, end }, [...this.#path, this.#index], "value");
      return;
    }
    const colon = this.#colon;
    this.#outline.addZone({ start, end: colon ?? end }, this.#path, "key");
    if (colon !== null) {
      this.#outline.addZone({ start: colon + 1, end }, this.valuePath(""), "value");
      return;
    }
    const { start: from, end: to } = this.#outline.trim({ start, end });
    if (to > from) this.#outline.addKey({ start, end }, this.#path);
  }
}
