import { EventEmitter, Uri, workspace, type Disposable, type Event } from "vscode";

const SCHEME = "patchbay-status";

/** *Show Status*: one read-only document, written anew each time it is asked for. */
export class StatusDocument implements Disposable {
  readonly uri: Uri = Uri.from({ scheme: SCHEME, path: "/Patchbay status" });
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;
  #text = "";

  readonly onDidChange: Event<Uri> = this.#changed.event;

  constructor() {
    this.#registration = workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: this.onDidChange,
      provideTextDocumentContent: () => this.#text,
    });
  }

  write(text: string): void {
    this.#text = text;
    this.#changed.fire(this.uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
