import type { Connection, TextDocumentItem } from "vscode-languageserver";
import { Emitter, type Disposable, type Event } from "vscode-languageserver";
import { keyOfUri, together } from "../base/index.ts";
import { TextFile } from "./text-file.ts";

export interface TextFileChange {
  readonly file: TextFile;
  readonly kind: "opened" | "changed" | "closed";
}

/** The texts that are open in the editor. */
export class TextFiles {
  readonly #open = new Map<string, TextFile>();
  readonly #changed = new Emitter<TextFileChange>();
  readonly onDidChange: Event<TextFileChange> = this.#changed.event;

  get(uri: string): TextFile | null {
    return this.#open.get(keyOfUri(uri)) ?? null;
  }

  [Symbol.iterator](): IterableIterator<TextFile> {
    return this.#open.values();
  }

  listen(connection: Connection): Disposable {
    const listeners = [
      connection.onDidOpenTextDocument(({ textDocument }) => {
        this.#opened(textDocument);
      }),
      connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
        const file = this.get(textDocument.uri);
        if (!file) return;
        file.change(contentChanges, textDocument.version);
        this.#changed.fire({ file, kind: "changed" });
      }),
      connection.onDidCloseTextDocument(({ textDocument }) => {
        const file = this.get(textDocument.uri);
        if (!file || !this.#open.delete(keyOfUri(textDocument.uri))) return;
        this.#changed.fire({ file, kind: "closed" });
      }),
    ];
    return together(listeners);
  }

  #opened({ uri, version, text }: TextDocumentItem): void {
    const file = TextFile.opened(uri, version, text);
    this.#open.set(keyOfUri(uri), file);
    this.#changed.fire({ file, kind: "opened" });
  }
}
