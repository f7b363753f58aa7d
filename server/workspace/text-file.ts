import type { TextDocumentContentChangeEvent } from "vscode-languageserver";
import type { Span, TextEdit } from "../../registry/base/text.ts";
import { parseManifest, type ManifestDocument } from "../../registry/manifest/index.ts";
import type { LspPosition, LspRange } from "../../schemas/index.ts";
import { fileOfUri } from "../base/index.ts";
import { LinedText } from "./lined-text.ts";

/** Beyond this many unread edits, parsing the text anew is cheaper than following each. */
const MOST_PENDING_EDITS = 64;

/** A text and its positions, open in the editor or as it is on disk. Parsed as a manifest once somebody asks. */
export class TextFile {
  readonly uri: string;
  /** Absolute path; null when the text is not a file. */
  readonly file: string | null;
  #version: number | null;
  #text: LinedText;
  #manifest: ManifestDocument | null = null;
  #pendingEdits: TextEdit[] = [];
  /** Words that were asked for, and whether they occur. */
  readonly #mentions = new Map<string, boolean>();

  private constructor(uri: string, version: number | null, text: string) {
    this.uri = uri;
    this.file = fileOfUri(uri);
    this.#version = version;
    this.#text = new LinedText(text);
  }

  static opened(uri: string, version: number, text: string): TextFile {
    return new TextFile(uri, version, text);
  }

  static onDisk(uri: string, text: string): TextFile {
    return new TextFile(uri, null, text);
  }

  /** The editor's version of the text; null for a file on disk. */
  get version(): number | null {
    return this.#version;
  }

  /** Put together anew after an edit: what an edit costs must not grow with the text, so it asks for parts. */
  get text(): string {
    return this.#text.toString();
  }

  get lineCount(): number {
    return this.#text.lineCount;
  }

  /** Parsed anew only where the text changed since it was last asked for. */
  get manifest(): ManifestDocument {
    if (!this.#manifest || this.#pendingEdits.length > MOST_PENDING_EDITS) {
      this.#manifest = parseManifest(this.text);
    } else {
      for (const edit of this.#pendingEdits) this.#manifest = this.#manifest.update([edit]);
    }
    this.#pendingEdits = [];
    return this.#manifest;
  }

  change(changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    for (const change of changes) {
      if ("range" in change) this.#edit({ span: this.spanOf(change.range), newText: change.text });
      else this.#replaceAll(change.text);
    }
    this.#version = version;
  }

  #edit(edit: TextEdit): void {
    const { span, newText } = edit;
    this.#text.replace(span, newText);
    if (this.#manifest) this.#pendingEdits.push(edit);
    this.#recheckMentions({ start: span.start, end: span.start + newText.length });
  }

  #replaceAll(text: string): void {
    this.#text = new LinedText(text);
    this.#manifest = null;
    this.#pendingEdits = [];
    this.#mentions.clear();
  }

  /** Whether a word occurs in the text. Cheap to ask again after an edit. */
  mentions(word: string): boolean {
    const known = this.#mentions.get(word);
    if (known !== undefined) return known;
    const mentioned = this.text.includes(word);
    this.#mentions.set(word, mentioned);
    return mentioned;
  }

  /** A word that was not there can only have come to be around what was written. */
  #recheckMentions({ start, end }: Span): void {
    for (const [word, wasMentioned] of this.#mentions) {
      if (wasMentioned) this.#mentions.delete(word);
      else if (this.#text.slice(start - word.length, end + word.length).includes(word))
        this.#mentions.set(word, true);
    }
  }

  /** A part of the text, at the price of the part. */
  slice({ start, end }: Span): string {
    return this.#text.slice(start, end);
  }

  /** What stands before an offset on its line. */
  lineBefore(offset: number): string {
    const { line } = this.positionAt(offset);
    return this.slice({ start: this.offsetAt({ line, character: 0 }), end: offset });
  }

  /** The line that an offset is in, perhaps with its end. */
  lineAround(offset: number): string {
    const { line } = this.positionAt(offset);
    const [start, end] = [line, line + 1].map((each) => ({ line: each, character: 0 }));
    return start && end ? this.slice(this.spanOf({ start, end })) : "";
  }

  offsetAt(position: LspPosition): number {
    return this.#text.offsetAt(position);
  }
  positionAt(offset: number): LspPosition {
    return this.#text.positionAt(offset);
  }
  rangeOf({ start, end }: Span): LspRange {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }
  spanOf({ start, end }: LspRange): Span {
    const [first, last] = [this.offsetAt(start), this.offsetAt(end)];
    return { start: Math.min(first, last), end: Math.max(first, last) };
  }
}
