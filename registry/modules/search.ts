import path from "node:path";
import type { Folders } from "./folders.ts";
import { SCRIPT_ENDINGS, SOURCE_ENDINGS } from "./languages.ts";
import type { Unreadable } from "./types.ts";

/** One search for a module's file: remembers where it looked and the first place that it could not look at. */
export class ModuleSearch {
  readonly looked: string[] = [];
  readonly absent = new Set<string>();
  unreadable: Unreadable | null = null;
  readonly #folders: Folders;

  constructor(folders: Folders) {
    this.#folders = folders;
  }

  isFile(file: string): boolean {
    return this.#kindOf(file) === "file";
  }

  isFolder(folder: string): boolean {
    return this.#kindOf(folder) === "folder";
  }

  #kindOf(file: string): "file" | "folder" | "missing" {
    const kind = this.#folders.at(file);
    if (kind.kind === "missing") this.absent.add(file);
    if (kind.kind !== "unreadable") return kind.kind;
    this.unreadable ??= kind;
    return "missing";
  }

  /** The file at `root/parts` with an ending, or the index of the package there. */
  findBelow(root: string, parts: readonly string[]): string | null {
    const stem = path.join(root, ...parts);
    this.looked.push(`${stem}.*`);
    let folder = root;
    // Name by name: only so does the letter case of every folder count.
    for (const part of parts.slice(0, -1)) {
      folder = path.join(folder, part);
      if (!this.isFolder(folder)) return null;
    }
    return this.withEnding(stem, SOURCE_ENDINGS);
  }

  /** The file that a written path means: itself, with an ending, TypeScript in JavaScript's place, or the folder's index. */
  findAt(file: string): string | null {
    if (this.isFile(file)) {
      this.looked.push(file);
      return file;
    }
    const typed = typescriptOf(file);
    if (typed !== null) {
      this.looked.push(file);
      return typed.find((candidate) => this.isFile(candidate)) ?? null;
    }
    this.looked.push(SOURCE_ENDINGS.some((ending) => file.endsWith(ending)) ? file : `${file}.*`);
    return this.withEnding(file, SOURCE_ENDINGS);
  }

  withEnding(stem: string, endings: readonly string[]): string | null {
    const file = endings.map((ending) => stem + ending).find((name) => this.isFile(name));
    if (file !== undefined) return file;
    return this.isFolder(stem) ? this.#indexOf(stem) : null;
  }

  #indexOf(folder: string): string | null {
    const names = [...SCRIPT_ENDINGS.map((ending) => `index${ending}`), "__init__.py"];
    const candidates = names.map((name) => path.join(folder, name));
    return candidates.find((candidate) => this.isFile(candidate)) ?? null;
  }
}

/** TypeScript sources name each other by what they will be compiled to. */
function typescriptOf(file: string): readonly string[] | null {
  const [, stem, marker] = /^(.*)\.([cm]?)jsx?$/.exec(file) ?? [];
  if (stem === undefined) return null;
  return marker ? [`${stem}.${marker}ts`] : [`${stem}.ts`, `${stem}.tsx`];
}
