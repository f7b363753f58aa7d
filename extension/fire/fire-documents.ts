import { Disposable, languages, workspace, type Memento } from "vscode";
import { PAYLOAD_SCHEME, PayloadFiles } from "./payload-files.ts";
import { RESULT_SCHEME, ResultDocuments } from "./result-documents.ts";

/** The documents around firing a hook: its payload, which can be edited, and its result, which can be read. */
export class FireDocuments implements Disposable {
  readonly payloads: PayloadFiles;
  readonly results = new ResultDocuments();
  readonly #registrations: Disposable;

  constructor(memory: Memento) {
    this.payloads = new PayloadFiles(memory);
    this.#registrations = Disposable.from(
      this.payloads,
      this.results,
      workspace.registerFileSystemProvider(PAYLOAD_SCHEME, this.payloads, {
        isCaseSensitive: true,
      }),
      workspace.registerTextDocumentContentProvider(RESULT_SCHEME, this.results),
      languages.registerDocumentLinkProvider({ scheme: RESULT_SCHEME }, this.results),
    );
  }

  dispose(): void {
    this.#registrations.dispose();
  }
}
