import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/** What stood at paths when they were last looked at, as far as that can be told without reading them. */
export class PathStamps {
  #stamps: ReadonlyMap<string, string> = new Map();

  /** Knows these paths and what is in these folders, and no others; what was known of them counts on. */
  keep(paths: ReadonlySet<string>, folders: ReadonlySet<string>): void {
    const before = this.#stamps;
    this.#stamps = new Map([
      ...Array.from(paths, (file) => [file, before.get(file) ?? stampAt(file)] as const),
      ...Array.from(folders, (folder) => [folder, before.get(folder) ?? stampIn(folder)] as const),
    ]);
  }

  /** Which of these are not what they were when last looked at. */
  changed(paths: readonly string[], folders: readonly string[]): readonly string[] {
    const now = new Map([
      ...paths.map((file) => [file, stampAt(file)] as const),
      ...folders.map((folder) => [folder, stampIn(folder)] as const),
    ]);
    const changed = Array.from(now.keys()).filter((at) => this.#stamps.get(at) !== now.get(at));
    if (changed.length > 0) this.#stamps = new Map([...this.#stamps, ...now]);
    return changed;
  }
}

function stampAt(file: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
  } catch {
    return ""; // Nothing there, or nothing that could be looked at.
  }
}

function stampIn(folder: string): string {
  try {
    const names = readdirSync(folder).toSorted();
    return names.map((name) => `${name} ${stampAt(path.join(folder, name))}`).join("\n");
  } catch {
    return "";
  }
}
