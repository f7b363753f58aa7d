import type { TextDocumentContentChangeEvent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Span, TextEdit } from "../../registry/base/text.ts";
import { parseManifest, type ManifestDocument } from "../../registry/manifest/index.ts";
import type { LspPosition, LspRange } from "../../schemas/index.ts";
import { fileOfUri } from "../base/index.ts";

/** Beyond this many unread edits, parsing the text anew is cheaper than following each. */
const MOST_PENDING_EDITS = 64;

/** A text and its positions, open in the editor or as it is on disk. Parsed as a manifest once somebody asks. */
export class TextFile {
  readonly uri: string;
  /** Absolute path; null when the text is not a file. */
  readonly file: string | null;
  readonly isOpen: boolean;
  #text: TextDocument;
  #manifest: ManifestDocument | null = null;
  #pendingEdits: TextEdit[] = [];
  /** Words that were asked for, and whether they occur. */
  readonly #mentions = new Map<string, boolean>();

  private constructor(text: TextDocument, isOpen: boolean) {
    this.uri = text.uri;
    this.file = fileOfUri(text.uri);
    this.isOpen = isOpen;
    this.#text = text;
  }

  static opened(uri: string, languageId: string, version: number, text: string): TextFile {
    return new TextFile(TextDocument.create(uri, languageId, version, text), true);
  }

  static onDisk(uri: string, text: string): TextFile {
    return new TextFile(TextDocument.create(uri, "", 0, text), false);
  }

  /** The editor's version of the text; null for a file on disk. */
  get version(): number | null {
    return this.isOpen ? this.#text.version : null;
  }

  get text(): string {
    return this.#text.getText();
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

  change(changes: TextDocumentContentChangeEvent[], version: number): void {
    for (const change of changes) {
      const span = "range" in change ? this.spanOf(change.range) : null;
      if (span) this.#pendingEdits.push({ span, newText: change.text });
      else this.#manifest = null;
      this.#text = TextDocument.update(this.#text, [change], version);
      this.#recheckMentions(span && { start: span.start, end: span.start + change.text.length });
    }
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
  #recheckMentions(written: Span | null): void {
    for (const [word, wasMentioned] of this.#mentions) {
      if (wasMentioned || !written) this.#mentions.delete(word);
      else if (this.#textAround(written, word.length).includes(word))
        this.#mentions.set(word, true);
    }
  }

  #textAround({ start, end }: Span, margin: number): string {
    const from = this.positionAt(Math.max(0, start - margin));
    return this.#text.getText({ start: from, end: this.positionAt(end + margin) });
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
