import {
  DocumentLink,
  EventEmitter,
  Range,
  Uri,
  type Disposable,
  type DocumentLinkProvider,
  type Event,
  type TextDocument,
  type TextDocumentContentProvider,
} from "vscode";
import { findPlaces } from "./find-places.ts";
import { renderReport, type FiredHook } from "./render-report.ts";

export const RESULT_SCHEME = "patchbay-result";

/** The last result of each hook as a read-only document whose places in source files are links. */
export class ResultDocuments
  implements TextDocumentContentProvider, DocumentLinkProvider, Disposable
{
  readonly #results = new Map<string, FiredHook>();
  readonly #changed = new EventEmitter<Uri>();

  readonly onDidChange: Event<Uri> = this.#changed.event;

  static uriOf(hook: string): Uri {
    return Uri.from({ scheme: RESULT_SCHEME, path: `/${encodeURIComponent(hook)} result` });
  }

  /** Takes the place of the hook's earlier result; an open document follows. */
  set(fired: FiredHook): Uri {
    const uri = ResultDocuments.uriOf(fired.report.hook);
    this.#results.set(uri.path, fired);
    this.#changed.fire(uri);
    return uri;
  }

  provideTextDocumentContent({ path }: Uri): string {
    const fired = this.#results.get(path);
    return fired ? renderReport(fired) : "This result is gone: fire the hook again.\n";
  }

  provideDocumentLinks(document: TextDocument): DocumentLink[] {
    return findPlaces(document.getText()).map(({ start, end, file, line, character }) => {
      const range = new Range(document.positionAt(start), document.positionAt(end));
      const uri = file.startsWith("file://") ? Uri.parse(file) : Uri.file(file);
      return new DocumentLink(range, uri.with({ fragment: `L${line},${character}` }));
    });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
