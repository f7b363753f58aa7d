import path from "node:path";
import { Emitter, type Event } from "vscode-languageserver";
import { readFileText } from "../../registry/base/file-text.ts";
import { isInside } from "../../registry/base/inside.ts";
import { USUAL_MANIFESTS } from "../../schemas/index.ts";
import { keyOfUri, uriOfFile, type Log } from "../base/index.ts";
import { manifestsBelow } from "./manifests-below.ts";
import type { manifestMatcher } from "./manifest-names.ts";
import { TextFile } from "./text-file.ts";
import type { TextFiles } from "./text-files.ts";

/** The manifests that are open, and those of the workspace folders as they are on disk. */
export class Manifests {
  readonly #texts: TextFiles;
  readonly #log: Log;
  readonly #onDisk = new Map<string, TextFile>();
  /** Open manifests whose file was deleted, with the version of the text that stayed behind. */
  readonly #gone = new Map<string, number | null>();
  readonly #changed = new Emitter<string>();
  #isManifest: ReturnType<typeof manifestMatcher>;
  #searches = 0;

  /** Told with the URI of a manifest on disk that appeared, changed or went away. */
  readonly onDidChangeOnDisk: Event<string> = this.#changed.event;

  constructor(texts: TextFiles, isManifest: ReturnType<typeof manifestMatcher>, log: Log) {
    this.#texts = texts;
    this.#isManifest = isManifest;
    this.#log = log;
  }

  set matcher(isManifest: ReturnType<typeof manifestMatcher>) {
    this.#isManifest = isManifest;
  }

  isManifest(uri: string): boolean {
    return this.#isManifest(uri);
  }

  /** The open manifest if it is open, else the one on disk. */
  get(uri: string): TextFile | null {
    if (!this.isManifest(uri)) return null;
    return this.#texts.get(uri) ?? this.#onDisk.get(keyOfUri(uri)) ?? null;
  }

  /** Whether its file was deleted while it was open. An edit makes it somebody's work again. */
  isGone({ uri, version }: TextFile): boolean {
    const key = keyOfUri(uri);
    return this.#gone.has(key) && this.#gone.get(key) === version;
  }

  *all(): Generator<TextFile> {
    const seen = new Set<string>();
    for (const text of this.#texts) {
      if (!this.isManifest(text.uri)) continue;
      seen.add(keyOfUri(text.uri));
      yield text;
    }
    for (const [key, text] of this.#onDisk) if (!seen.has(key)) yield text;
  }

  /**
   * Finds each folder's manifest: what its setting names, else the first of the usual places; then all others below the
   * folders. A later search takes the place of one that still reads: its folders may be gone, and what they held must not
   * come back.
   */
  async find(
    folders: readonly string[],
    settingOf: (folder: string) => string | null,
  ): Promise<void> {
    const search = ++this.#searches;
    const isCurrent = (): boolean => search === this.#searches;
    for (const folder of folders) {
      const setting = settingOf(folder);
      for (const place of setting ? [setting] : USUAL_MANIFESTS) {
        if (await this.readAgain(path.resolve(folder, place), isCurrent)) break;
        if (!isCurrent()) return;
      }
    }
    // The one that everybody looks at is known by now: the others may take their time.
    for (const folder of folders) {
      for await (const file of manifestsBelow(folder, (each) => this.isManifest(uriOfFile(each)))) {
        if (!isCurrent()) return;
        if (!this.#onDisk.has(file)) await this.readAgain(file, isCurrent);
      }
    }
  }

  /** Forgets what was read in folders that are not open any more. */
  forgetOutside(folders: readonly string[]): void {
    for (const [file, text] of this.#onDisk) {
      if (folders.some((folder) => isInside(file, folder))) continue;
      this.#onDisk.delete(file);
      this.#changed.fire(text.uri);
    }
  }

  /** The editor was told that a file changed, appeared or went away. */
  async fileChanged(file: string): Promise<void> {
    const isThere = await this.readAgain(file);
    const open = this.#texts.get(uriOfFile(file));
    if (!open || !this.isManifest(open.uri)) return;
    const key = keyOfUri(open.uri);
    const wasGone = this.#gone.delete(key);
    if (!isThere) this.#gone.set(key, open.version);
    if (wasGone || !isThere) this.#changed.fire(open.uri);
  }

  /** A folder appeared, was moved or went away, with all that is or was in it. Nothing for what is a file. */
  async folderChanged(folder: string): Promise<void> {
    const open = [...this.#texts].map(({ file }) => file).filter((file) => file !== null);
    for (const file of new Set([...this.#onDisk.keys(), ...open])) {
      if (isInside(file, folder)) await this.fileChanged(file);
    }
    for await (const file of manifestsBelow(folder, (each) => this.isManifest(uriOfFile(each)))) {
      if (!this.#onDisk.has(file)) await this.fileChanged(file);
    }
  }

  /** Takes over what the disk says now, if that is still wanted then. False: there is no such file. */
  async readAgain(file: string, isWanted: () => boolean = () => true): Promise<boolean> {
    const uri = uriOfFile(file);
    if (!this.isManifest(uri)) return false;
    const text = await this.#read(file);
    if (!isWanted()) return false;
    const known = this.#onDisk.get(file);
    if (text === null) this.#onDisk.delete(file);
    else if (known?.text !== text) this.#onDisk.set(file, TextFile.onDisk(uri, text));
    if (this.#onDisk.get(file) !== known) this.#changed.fire(uri);
    return text !== null;
  }

  async #read(file: string): Promise<string | null> {
    const read = await readFileText(file);
    if (read.kind === "unreadable") this.#log.failed(`Reading ${file}`, read.reason);
    return read.kind === "read" ? read.text : null;
  }
}
