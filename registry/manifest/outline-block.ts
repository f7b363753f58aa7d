import { OutlineBuilder, type Gap, type Outline, type Path } from "./outline.ts";
import { outlineFlow } from "./outline-flow.ts";
import { endOfContent, endOfQuoted, isSpace, lineAt, type Line } from "./outline-lines.ts";

/** A block collection that lines below may still belong to. */
interface Frame {
  readonly kind: "map" | "seq";
  readonly column: number;
  readonly path: Path;
  /** Items so far, in a sequence. */
  count: number;
}

/** A place whose value has not been written yet. */
interface Pending {
  readonly path: Path;
  /** Column of the key or dash that it follows. */
  readonly column: number;
  readonly after: "dash" | "colon";
}

/** What a key may start with, and what ends one: a colon with a blank behind it, before any comment. */
const QUOTED_KEY = /(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')[ \t]*:(?=[ \t\r\n]|$)/y;
const PLAIN_START = /[^\s#&*!|>'"%@`[\]{},?-]|[?-](?=\S)/y;
const COLON_OR_COMMENT = /:(?=[ \t\r\n]|$)|\s#|\n/g;

/** Outlines a text line by line. `cursor` is the offset for which gaps are to be explained. */
export function outlineText(text: string, cursor: number): Outline {
  const scanner = new BlockScanner(text, cursor);
  scanner.run();
  return scanner.outline;
}

class BlockScanner {
  readonly outline: OutlineBuilder;
  readonly #text: string;
  readonly #cursor: number;
  readonly #frames: Frame[] = [];
  #pending: Pending | null = null;
  /** Of the last plain text, which deeper lines continue. */
  #plain: { readonly path: Path; readonly column: number } | null = null;

  constructor(text: string, cursor: number) {
    this.#text = text;
    this.#cursor = cursor;
    this.outline = new OutlineBuilder(text);
  }

  run(): void {
    let at = 0;
    while (at < this.#text.length) at = this.#scanLine(lineAt(this.#text, at));
    const isOnLastLine = this.#text === "" || this.#text.endsWith("\n");
    if (isOnLastLine && this.#cursor === this.#text.length) this.outline.gap = this.#gapAt(0);
  }

  /** Answers with the offset to go on from: the start of a line. */
  #scanLine(line: Line): number {
    const { start, content, end, next } = line;
    const isHere = this.#cursor >= start && this.#cursor <= end;
    const isComment = this.#text[content] === "#";
    if (isHere && this.#cursor <= content) {
      const isBlank = content === end;
      this.outline.gap = this.#gapAt((isBlank || isComment ? this.#cursor : content) - start);
    }
    if (content === end || isComment) return next;
    if (/^(?:---|\.\.\.)(?=\s|$)/.test(this.#text.slice(start, start + 4))) {
      this.#frames.length = 0;
      this.#pending = null;
      return next;
    }
    return this.#scanContent(line, content);
  }

  #scanContent(line: Line, from: number): number {
    let at = from;
    for (;;) {
      const column = at - line.start;
      if (this.#text[at] === "-" && /^(?:\s|$)/.test(this.#text.slice(at + 1, at + 2))) {
        at = this.#dash(line, at, column);
        if (this.#isLineOver(line, at)) return line.next;
        continue;
      }
      const key = this.#matchKey(at);
      if (!key) return this.#loose(line, at, column);
      this.#popTo(column, "map");
      const { path } = this.#frameAt("map", column);
      const step = this.outline.addKey({ start: at, end: key.end }, path);
      this.outline.addZone({ start: at, end: key.end }, path, "key");
      const valuePath = [...path, step];
      this.#plain = null;
      this.#pending = { path: valuePath, column, after: "colon" };
      return this.#value(line, key.colon + 1, key.colon + 1, valuePath, column);
    }
  }

  #matchKey(at: number): { readonly end: number; readonly colon: number } | null {
    const colon = this.#colonBehind(at);
    if (colon === null) return null;
    return { end: at + this.#text.slice(at, colon).trimEnd().length, colon };
  }

  /** The colon of a key that starts at an offset; null when there is none. */
  #colonBehind(at: number): number | null {
    QUOTED_KEY.lastIndex = at;
    const quoted = QUOTED_KEY.exec(this.#text);
    if (quoted) return at + quoted[0].length - 1;
    PLAIN_START.lastIndex = at;
    if (!PLAIN_START.test(this.#text)) return null;
    COLON_OR_COMMENT.lastIndex = at;
    const end = COLON_OR_COMMENT.exec(this.#text);
    return end?.[0] === ":" ? end.index : null;
  }

  /** Begins an item of a sequence; answers with the offset of what follows the dash. */
  #dash(line: Line, at: number, column: number): number {
    this.#popTo(column, "seq");
    const frame = this.#frameAt("seq", column);
    const path = [...frame.path, frame.count];
    frame.count += 1;
    this.#plain = null;
    this.#pending = { path, column, after: "dash" };
    const content = this.#skipSpaces(at + 1, line.end);
    if (this.#isLineOver(line, content)) {
      const end = endOfContent(this.#text, at + 1, line.end);
      this.outline.addZone({ start: at + 1, end }, path, roleOnSameLine(this.#pending));
    }
    return content;
  }

  /** Scans what follows a colon, or stands alone below one. */
  #value(line: Line, zoneStart: number, from: number, path: Path, owner: number): number {
    const at = this.#skipProperties(this.#skipSpaces(from, line.end), line.end);
    if (this.#isLineOver(line, at)) {
      const end = endOfContent(this.#text, zoneStart, line.end);
      this.outline.addZone({ start: zoneStart, end }, path, "value");
      return line.next;
    }
    this.#pending = null;
    const first = this.#text.charAt(at);
    if (first === "|" || first === ">") return this.#blockScalar(line, zoneStart, path, owner);
    if (first === "[" || first === "{") {
      const end = outlineFlow(this.#text, at, path, owner, this.outline);
      return this.#endValue(zoneStart, end, path);
    }
    if (first === '"' || first === "'") {
      return this.#endValue(zoneStart, endOfQuoted(this.#text, at, owner), path);
    }
    this.#plain = { path, column: owner };
    return this.#endValue(zoneStart, endOfContent(this.#text, at, line.end), path);
  }

  #endValue(start: number, end: number, path: Path): number {
    this.outline.addZone({ start, end }, path, "value");
    return lineAt(this.#text, end).next;
  }

  #blockScalar(line: Line, zoneStart: number, path: Path, owner: number): number {
    let { next } = line;
    let { end } = line;
    while (next < this.#text.length) {
      const below = lineAt(this.#text, next);
      const isBlank = below.content === below.end;
      if (!isBlank && below.content - below.start <= owner) break;
      if (!isBlank) ({ end } = below);
      ({ next } = below);
    }
    this.outline.addZone({ start: zoneStart, end }, path, "value");
    return next;
  }

  /** Text without a colon: a value on a line of its own, what continues the line above, or a half-typed key. */
  #loose(line: Line, at: number, column: number): number {
    const pending = this.#pending;
    if (pending && column > pending.column) {
      const isPlain = !/[[{"'|>&!*]/.test(this.#text.charAt(at));
      if (!isPlain || roleBelow(pending) === "value") {
        return this.#value(line, at, at, pending.path, pending.column);
      }
      return this.#halfTypedKey(line, at, column);
    }
    const plain = this.#plain;
    if (plain && column > plain.column && !this.#frames.some((frame) => frame.column === column)) {
      return this.#endValue(at, endOfContent(this.#text, at, line.end), plain.path);
    }
    this.#popTo(column, "map");
    if (/[[{]/.test(this.#text.charAt(at)) && this.#frames.length === 0) {
      return lineAt(this.#text, outlineFlow(this.#text, at, [], -1, this.outline)).next;
    }
    return this.#halfTypedKey(line, at, column);
  }

  #halfTypedKey(line: Line, at: number, column: number): number {
    const isTop = this.#frames.length === 0 && !this.#pending;
    const path = isTop ? [] : this.#frameAt("map", column).path;
    const end = endOfContent(this.#text, at, line.end);
    if (!isTop) this.outline.addKey({ start: at, end }, path);
    this.outline.addZone({ start: at, end }, path, "key");
    return line.next;
  }

  /** What a line that begins in this column would belong to. */
  #gapAt(column: number): Gap {
    const pending = this.#pending;
    if (pending && column > pending.column) {
      return { path: pending.path, role: roleBelow(pending) };
    }
    const open = this.#frames.filter((frame) => frame.column <= column);
    const exact = open.find((frame) => frame.kind === "map" && frame.column === column);
    const frame = exact ?? open.at(-1);
    // Less indented than the keys of an entry is outside of it.
    if (!frame || frame.path.length === 0) return { path: [], role: "key" };
    if (frame.kind === "map") return { path: frame.path, role: "key" };
    return { path: [...frame.path, frame.count], role: "value" };
  }

  #popTo(column: number, kind: Frame["kind"]): void {
    for (let top = this.#frames.at(-1); top; top = this.#frames.at(-1)) {
      const isOver =
        top.column > column || (top.column === column && kind === "map" && top.kind === "seq");
      if (!isOver) return;
      this.#frames.pop();
    }
  }

  /** The open collection of this kind in this column, begun if need be. */
  #frameAt(kind: Frame["kind"], column: number): Frame {
    const top = this.#frames.at(-1);
    if (top?.kind === kind && top.column === column) return top;
    const pending = this.#pending;
    const path = pending && pending.column <= column ? pending.path : (top?.path ?? []);
    const frame = { kind, column, path, count: 0 };
    this.#frames.push(frame);
    this.#pending = null;
    return frame;
  }

  #skipSpaces(from: number, end: number): number {
    let at = from;
    while (at < end && isSpace(this.#text[at])) at += 1;
    return at;
  }

  /** Skips anchors and tags. */
  #skipProperties(from: number, end: number): number {
    let at = from;
    while (this.#text[at] === "&" || this.#text[at] === "!") {
      while (at < end && !isSpace(this.#text[at])) at += 1;
      at = this.#skipSpaces(at, end);
    }
    return at;
  }

  #isLineOver(line: Line, at: number): boolean {
    return at >= line.end || this.#text[at] === "#";
  }
}

/** What is expected right behind a dash or colon. */
function roleOnSameLine({ path, after }: Pending): "key" | "value" {
  return after === "dash" && path.length === 1 ? "key" : "value";
}

/** What is expected in the lines below a dash or colon, indented: a mapping only where an entry may have one. */
function roleBelow({ path, after }: Pending): "key" | "value" {
  const [, field] = path;
  if (path.length === 1 || (field === "config" && path.length === 2)) return "key";
  return field === "config" && after === "colon" ? "key" : "value";
}
