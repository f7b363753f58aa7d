import { lastAtOrBefore } from "../../registry/base/sorted.ts";
import type { Span } from "../../registry/base/text.ts";
import type { LspPosition } from "../../schemas/index.ts";
import { cutIntoChunks, type TextChunk } from "./text-chunk.ts";

/**
 * A text with its lines, kept in chunks: an edit costs as much as the chunks that it touches are long, however long
 * the text is. Positions are LSP's, and offsets never part the two characters of a line's end.
 */
export class LinedText {
  #chunks: readonly TextChunk[];
  /** Where each chunk starts: in the text, and counted in lines. */
  #starts: number[] = [];
  #lines: number[] = [];
  #whole: string | null;

  constructor(text: string) {
    this.#chunks = cutIntoChunks(text);
    this.#whole = text;
    this.#countFrom(0);
  }

  get length(): number {
    return endOf(this.#starts, this.#chunks, ({ text }) => text.length);
  }

  get lineCount(): number {
    return endOf(this.#lines, this.#chunks, ({ lineStarts }) => lineStarts.length - 1) + 1;
  }

  /** Put together when it is asked for, and kept until the next edit. */
  toString(): string {
    this.#whole ??= this.#chunks.map(({ text }) => text).join("");
    return this.#whole;
  }

  /** The part from `start` to before `end`; both may lie outside of the text. */
  slice(start: number, end: number): string {
    const [first, last] = this.#chunksAround({ start, end });
    const from = this.#starts[first] ?? 0;
    return this.#textOf(first, last).slice(Math.max(start - from, 0), Math.max(end - from, 0));
  }

  replace({ start, end }: Span, newText: string): void {
    const [first, last] = this.#chunksAround({ start, end });
    const from = this.#starts[first] ?? 0;
    const before = this.#textOf(first, last);
    const edited = before.slice(0, start - from) + newText + before.slice(end - from);
    const isAll = first === 0 && last === this.#chunks.length - 1;
    // An end of the text that is gone leaves no empty chunk: the line break above it tells of the last line.
    const added = edited === "" && !isAll ? [] : cutIntoChunks(edited);
    this.#chunks = this.#chunks.toSpliced(first, last + 1 - first, ...added);
    this.#whole = null;
    this.#countFrom(first);
  }

  offsetAt({ line, character }: LspPosition): number {
    if (line < 0) return 0;
    if (line >= this.lineCount) return this.length;
    const index = lastAtOrBefore(this.#lines, line);
    const chunk = this.#chunks[index];
    const base = this.#starts[index] ?? 0;
    const own = line - (this.#lines[index] ?? 0);
    const start = chunk?.lineStarts[own] ?? 0;
    const next = chunk?.lineStarts[own + 1] ?? chunk?.text.length ?? 0;
    const wanted = Math.min(start + Math.max(character, 0), next);
    return base + (chunk ? beforeBreak(chunk.text, start, wanted) : 0);
  }

  positionAt(offset: number): LspPosition {
    const within = Math.max(Math.min(offset, this.length), 0);
    const index = lastAtOrBefore(this.#starts, within);
    const chunk = this.#chunks[index];
    if (!chunk) return { line: 0, character: 0 };
    const local = within - (this.#starts[index] ?? 0);
    const line = lastAtOrBefore(chunk.lineStarts, local);
    const start = chunk.lineStarts[line] ?? 0;
    const character = beforeBreak(chunk.text, start, local) - start;
    return { line: (this.#lines[index] ?? 0) + line, character };
  }

  /** The first and last of the chunks that hold what is between two offsets. */
  #chunksAround({ start, end }: Span): [number, number] {
    const first = Math.max(lastAtOrBefore(this.#starts, start), 0);
    return [first, Math.max(lastAtOrBefore(this.#starts, end), first)];
  }

  #textOf(first: number, last: number): string {
    const chunks = this.#chunks.slice(first, last + 1);
    return chunks.map(({ text }) => text).join("");
  }

  #countFrom(first: number): void {
    this.#starts.length = first;
    this.#lines.length = first;
    const before = this.#chunks[first - 1];
    let start = (this.#starts[first - 1] ?? 0) + (before?.text.length ?? 0);
    let line = (this.#lines[first - 1] ?? 0) + (before ? before.lineStarts.length - 1 : 0);
    for (const { text, lineStarts } of this.#chunks.slice(first)) {
      this.#starts.push(start);
      this.#lines.push(line);
      start += text.length;
      line += lineStarts.length - 1;
    }
  }
}

function endOf(
  starts: readonly number[],
  chunks: readonly TextChunk[],
  sizeOf: (chunk: TextChunk) => number,
): number {
  const last = chunks.at(-1);
  return (starts.at(-1) ?? 0) + (last ? sizeOf(last) : 0);
}

/** The offset itself, or the start of the line break that it is in or behind. */
function beforeBreak(text: string, lineStart: number, offset: number): number {
  let at = offset;
  while (at > lineStart && isBreak(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

const isBreak = (code: number): boolean => code === 0x0a || code === 0x0d;
