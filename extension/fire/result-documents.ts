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
import { renderReport, type FiredHook } from "./render-report.ts";

export const RESULT_SCHEME = "patchbay-result";

/** `/folder/file.ts:12:3`, or the same as a `file:` URL, as stack frames have it. */
const PLACE = /((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\s:()]+):(\d+):(\d+)/g;

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
    return [...document.getText().matchAll(PLACE)].flatMap((match) => {
      const [whole, file, line, character] = match;
      if (!file) return [];
      const start = document.positionAt(match.index);
      const end = document.positionAt(match.index + whole.length);
      const uri = file.startsWith("file://") ? Uri.parse(file) : Uri.file(file);
      const target = uri.with({ fragment: `L${line},${character}` });
      return [new DocumentLink(new Range(start, end), target)];
    });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
