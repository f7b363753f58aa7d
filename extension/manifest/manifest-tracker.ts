import path from "node:path";
import {
  Disposable,
  EventEmitter,
  RelativePattern,
  Uri,
  window,
  workspace,
  type Event,
  type WorkspaceFolder,
} from "vscode";
import { SerialQueue } from "../base/index.ts";
import { candidatesIn, findManifest, type ManifestPlace } from "./find-manifest.ts";

/**
 * Which manifest Patchbay works on: that of the folder whose manifest was last shown in an editor, else that of the
 * first folder that has one. Follows folders, settings and files as they come and go.
 */
export class ManifestTracker implements Disposable {
  readonly #queue = new SerialQueue();
  readonly #changed = new EventEmitter<ManifestPlace | null>();
  readonly #subscriptions: Disposable;
  #watchers: Disposable = Disposable.from();
  #current: ManifestPlace | null = null;

  readonly onDidChange: Event<ManifestPlace | null> = this.#changed.event;

  constructor() {
    this.#subscriptions = Disposable.from(
      this.#changed,
      workspace.onDidChangeWorkspaceFolders(() => this.#watchAndRefresh()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("patchbay.manifest")) this.#watchAndRefresh();
      }),
      window.onDidChangeActiveTextEditor(() => {
        if ((workspace.workspaceFolders?.length ?? 0) > 1) void this.refresh();
      }),
    );
    this.#watch();
  }

  /** Null when no folder has a manifest, and until the first `refresh` is through. */
  get current(): ManifestPlace | null {
    return this.#current;
  }

  /** Looks again. Never rejects. */
  refresh(): Promise<void> {
    return this.#queue.add(async () => {
      const found = await this.#find();
      if (found?.uri.toString() === this.#current?.uri.toString()) return;
      this.#current = found;
      this.#changed.fire(found);
    });
  }

  dispose(): void {
    this.#watchers.dispose();
    this.#subscriptions.dispose();
  }

  async #find(): Promise<ManifestPlace | null> {
    for (const folder of this.#foldersInOrder()) {
      const place = await findManifest(folder);
      if (place) return place;
    }
    return null;
  }

  /** The folder whose manifest is in the active editor, then the current one, then the rest as the workspace has them. */
  #foldersInOrder(): readonly WorkspaceFolder[] {
    const active = window.activeTextEditor?.document.uri;
    const all = workspace.workspaceFolders ?? [];
    const shown = all.filter((folder) =>
      candidatesIn(folder).some((uri) => uri.toString() === active?.toString()),
    );
    const current = all.filter(
      (folder) => folder.uri.toString() === this.#current?.folder.uri.toString(),
    );
    return [...new Set([...shown, ...current, ...all])];
  }

  #watchAndRefresh(): void {
    this.#watch();
    void this.refresh();
  }

  #watch(): void {
    this.#watchers.dispose();
    const candidates = (workspace.workspaceFolders ?? []).flatMap(candidatesIn);
    this.#watchers = Disposable.from(...candidates.map((uri) => this.#watchFile(uri)));
  }

  /** By the file's own folder: a pattern knows neither `./` nor `../`, which a setting may have. */
  #watchFile(uri: Uri): Disposable {
    const pattern = new RelativePattern(Uri.joinPath(uri, ".."), path.posix.basename(uri.path));
    const watcher = workspace.createFileSystemWatcher(pattern);
    return Disposable.from(
      watcher,
      watcher.onDidCreate(() => void this.refresh()),
      watcher.onDidDelete(() => void this.refresh()),
      // A file in the place of a folder that has just gone is told as a change, and the other way round.
      watcher.onDidChange(() => void this.refresh()),
    );
  }
}
