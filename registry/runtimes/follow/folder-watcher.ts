import { existsSync, watch, type FSWatcher, type WatchEventType } from "node:fs";
import path from "node:path";

/** Many editors replace a file by renaming another one to its name: only a watch on the folder sees that. */
export class FolderWatcher {
  readonly #onChange: (file: string) => void;
  readonly #within: string | null;
  readonly #watchers = new Map<string, FSWatcher>();
  #paths: ReadonlySet<string> = new Set();
  #folders: ReadonlySet<string> = new Set();

  /**
   * `onChange` is told of every event at a watched path or in a watched folder, and of folders that appear above one. Contents
   * may be as they were. That a folder further up is renamed is seen below `within`, and there only.
   */
  constructor(onChange: (file: string) => void, within: string | null = null) {
    this.#onChange = onChange;
    this.#within = within;
  }

  /** Watches these paths and whatever is in these folders, whether or not they exist, and no others. Absolute. */
  watch(paths: ReadonlySet<string>, folders: ReadonlySet<string> = new Set()): void {
    if (isSame(paths, this.#paths) && isSame(folders, this.#folders)) return;
    this.#paths = paths;
    this.#folders = folders;
    this.#follow();
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #follow(): void {
    const wanted = [...this.#folders, ...Array.from(this.#paths, (file) => path.dirname(file))];
    const folders = new Set(wanted.flatMap((folder) => this.#withParents(nearestFolder(folder))));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#open(folder);
  }

  /** A watch goes with its folder when that is moved, and hears nothing of it: its parent does. */
  #withParents(folder: string): string[] {
    const within = this.#within;
    if (within === null || !folder.startsWith(within + path.sep)) return [folder];
    return [folder, ...this.#withParents(path.dirname(folder))];
  }

  #open(folder: string): void {
    try {
      const watcher = watch(folder, (event, name) => this.#heard(event, folder, name));
      watcher.on("error", () => this.#lost(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // Gone since it was found, or out of watches: saves in the editor are still announced over the protocol.
      this.#watchers.delete(folder);
    }
  }

  #heard(event: WatchEventType, folder: string, name: string | null): void {
    // A watched folder that was itself removed is heard of by its own name.
    if (!existsSync(folder)) this.#lost(folder);
    if (name !== null) this.#reopen(path.join(folder, name));
    if (name === null) this.#heardOfAny(folder);
    else this.#heardOf(event, path.join(folder, name));
    for (const watched of this.#folders) this.#heardIn(watched, folder, name);
  }

  #heardOf(event: WatchEventType, place: string): void {
    if (this.#paths.has(place)) this.#onChange(place);
    // A file's new contents move no other path: looking at all paths would make every save dearer.
    if (event !== "rename") return;
    const below = Array.from(this.#paths).filter((file) => file.startsWith(place + path.sep));
    if (below.length > 0) this.#follow();
    for (const file of below) this.#onChange(file);
  }

  /** The system does not say which. */
  #heardOfAny(folder: string): void {
    for (const file of this.#paths) if (path.dirname(file) === folder) this.#onChange(file);
  }

  #heardIn(watched: string, folder: string, name: string | null): void {
    const place = name === null ? folder : path.join(folder, name);
    const isAbove = `${watched}${path.sep}`.startsWith(place + path.sep);
    if (isAbove) this.#follow();
    if (isAbove || folder === watched) this.#onChange(place);
  }

  /** Something came or went at this path: folders there need not be those that are watched. */
  #reopen(place: string): void {
    const moved = [...this.#watchers.keys()].filter(
      (folder) => folder === place || folder.startsWith(place + path.sep),
    );
    for (const folder of moved) this.#forget(folder);
    if (moved.length > 0) this.#follow();
  }

  #lost(folder: string): void {
    this.#forget(folder);
    this.#follow();
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}

function nearestFolder(folder: string): string {
  let nearest = folder;
  while (!existsSync(nearest) && path.dirname(nearest) !== nearest) nearest = path.dirname(nearest);
  return nearest;
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
