import { existsSync, watch, type FSWatcher, type WatchEventType } from "node:fs";
import path from "node:path";
import { FileLinks } from "./file-links.ts";
import { PathStamps } from "./path-stamps.ts";

/** Where the system gives no watch, changes are found within this time: soon enough for a save, and next to nothing to do. */
const POLL_MS = 1_000;
/** Folders are made faster than they are found only by those who mean harm. */
const MAX_ROUNDS = 100;

export interface FolderWatcherOptions {
  /** That a folder further up is renamed is seen below it, and there only. Default: nowhere. */
  readonly within?: string;
  /** Told once, in words for people, that the system gives no more watches. Default: a warning of the process. */
  readonly onRefused?: (message: string) => void;
  /** Opens one watch. Default: the system's. */
  readonly openWatch?: typeof watch;
}

/** Many editors replace a file by renaming another one to its name: only a watch on the folder sees that. */
export class FolderWatcher {
  readonly #onChange: (file: string) => void;
  readonly #options: FolderWatcherOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #stamps = new PathStamps();
  readonly #links = new FileLinks();
  /** Runs while there are folders that the system does not watch. */
  #poll: NodeJS.Timeout | null = null;
  #isRefusalTold = false;
  #asked: ReadonlySet<string> = new Set();
  /** What was asked for, and where links among it lead. */
  #paths: ReadonlySet<string> = new Set();
  #folders: ReadonlySet<string> = new Set();

  /**
   * `onChange` is told of every event at a watched path or in a watched folder, and of folders that appear above one. Contents
   * may be as they were.
   */
  constructor(onChange: (file: string) => void, options: FolderWatcherOptions = {}) {
    this.#onChange = onChange;
    this.#options = options;
  }

  /**
   * Watches these paths and whatever is in these folders, whether or not they exist, and no others. Absolute. What changes from
   * now on is told. False when they were watched already.
   */
  watch(paths: ReadonlySet<string>, folders: ReadonlySet<string> = new Set()): boolean {
    if (isSame(paths, this.#asked) && isSame(folders, this.#folders)) return false;
    this.#asked = paths;
    this.#folders = folders;
    this.#links.keep(paths);
    this.#followPaths();
    return true;
  }

  close(): void {
    this.watch(new Set());
  }

  #followPaths(): void {
    this.#paths = new Set([...this.#asked, ...this.#links.places]);
    this.#stamps.keep(this.#paths, this.#folders);
    this.#follow();
  }

  /** Makes the watches those that are wanted, and tells what changed before they heard of anything. */
  #follow(): void {
    const refused = new Set<string>();
    const opened = new Set<string>();
    // A folder that is made while its parent's watch is being opened is heard of by nobody: it is found by looking again.
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const missing = [...this.#closeUnwanted()].filter(
        (folder) => !this.#watchers.has(folder) && !refused.has(folder),
      );
      if (missing.length === 0) break;
      for (const folder of missing) (this.#open(folder) ? opened : refused).add(folder);
    }
    this.#pollWhile(refused.size > 0);
    if (opened.size + refused.size > 0) this.#tellChanges(new Set([...opened, ...refused]));
  }

  /** Answers with the folders that are wanted. */
  #closeUnwanted(): ReadonlySet<string> {
    const wanted = [...this.#folders, ...Array.from(this.#paths, (file) => path.dirname(file))];
    const folders = new Set(wanted.flatMap((folder) => this.#withParents(nearestFolder(folder))));
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#forget(folder);
    return folders;
  }

  #pollWhile(isRefused: boolean): void {
    if (isRefused) {
      // Each time the system is asked for the watches again.
      this.#poll ??= setInterval(() => this.#follow(), POLL_MS).unref();
    } else if (this.#poll) {
      clearInterval(this.#poll);
      this.#poll = null;
    }
  }

  #tellChanges(folders: ReadonlySet<string>): void {
    const paths = Array.from(this.#paths).filter((file) =>
      folders.has(nearestFolder(path.dirname(file))),
    );
    const within = Array.from(this.#folders).filter((folder) => folders.has(nearestFolder(folder)));
    for (const changed of this.#stamps.changed(paths, within)) this.#changed(changed);
  }

  /** A watch goes with its folder when that is moved, and hears nothing of it: its parent does. */
  #withParents(folder: string): string[] {
    const { within } = this.#options;
    if (within === undefined || !folder.startsWith(within + path.sep)) return [folder];
    return [folder, ...this.#withParents(path.dirname(folder))];
  }

  #open(folder: string): boolean {
    const { openWatch = watch } = this.#options;
    try {
      const watcher = openWatch(folder, (event, name) => this.#heard(event, folder, name));
      watcher.on("error", () => this.#lost(folder));
      this.#watchers.set(folder, watcher);
      return true;
    } catch (error) {
      this.#refused(folder, error);
      return false;
    }
  }

  #refused(folder: string, error: unknown): void {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    // Gone since it was found: its parent tells when it comes back.
    if (this.#isRefusalTold || code === "ENOENT" || code === "ENOTDIR") return;
    this.#isRefusalTold = true;
    const { onRefused = warn } = this.#options;
    onRefused(refusal(folder, code));
  }

  #heard(event: WatchEventType, folder: string, name: string | null): void {
    // A file's new contents move nothing: looking around for that would make every save dearer.
    if (event === "rename" || name === null) this.#lookAround(folder, name);
    if (name === null) this.#heardOfAny(folder);
    else this.#heardOf(event, path.join(folder, name));
    for (const watched of this.#folders) this.#heardIn(watched, folder, name);
  }

  /** A watched folder that was itself removed is heard of by its own name. */
  #lookAround(folder: string, name: string | null): void {
    if (!existsSync(folder)) this.#lost(folder);
    if (name !== null) this.#reopen(path.join(folder, name));
  }

  #heardOf(event: WatchEventType, place: string): void {
    if (this.#paths.has(place)) this.#changed(place, event === "rename");
    if (event !== "rename") return;
    const below = Array.from(this.#paths).filter((file) => file.startsWith(place + path.sep));
    if (below.length > 0) this.#follow();
    for (const file of below) this.#changed(file);
  }

  /** The system does not say which. */
  #heardOfAny(folder: string): void {
    for (const file of this.#paths) if (path.dirname(file) === folder) this.#changed(file);
  }

  /** Tells of what was asked for: of a place that links lead through, of the links. New contents lead nowhere else. */
  #changed(place: string, mayLead = true): void {
    const isAsked = this.#asked.has(place) || this.#folders.has(place);
    const files = new Set([...(isAsked ? [place] : []), ...this.#links.filesAt(place)]);
    const moved = Array.from(files).filter(
      (file) => mayLead && this.#asked.has(file) && this.#links.look(file),
    );
    if (moved.length > 0) this.#followPaths();
    for (const file of files) this.#onChange(file);
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

function refusal(folder: string, code: string): string {
  const setting = code === "EMFILE" ? "instances" : code === "ENOSPC" ? "watches" : null;
  const advice =
    setting === null
      ? ""
      : `. On Linux a higher fs.inotify.max_user_${setting} (sysctl) makes room`;
  return `The system does not watch ${folder} (${code}): it is looked at every ${POLL_MS} ms instead${advice}`;
}

function warn(message: string): void {
  process.emitWarning(message, { type: "PatchbayWarning", code: "PATCHBAY_NOT_WATCHED" });
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}
