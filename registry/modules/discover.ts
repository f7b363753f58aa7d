import path from "node:path";
import { isInside } from "../base/inside.ts";
import { languageOf } from "./languages.ts";
import { sourceRootsOf } from "./resolve.ts";
import type { LookupRoots } from "./types.ts";
import { entriesOf, isWalked } from "./walked-folders.ts";

/** Enough for a service with its plugins; a monorepo's rest can still be written by hand. */
const MAX_FILES = 4_000;
const MAX_FOLDERS = 4_000;

/** The sources below the source roots, nearest to the manifest first. Answers what it has when it is aborted. */
export async function* sourcesBelow(
  roots: LookupRoots,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const waiting = [...sourceRootsOf(roots)];
  const seen = new Set<string>(waiting);
  let files = 0;

  for (let at = 0; at < waiting.length && at < MAX_FOLDERS; at += 1) {
    const folder = waiting[at] ?? "";
    for (const entry of await entriesOf(folder)) {
      if (signal?.aborted) return;
      const file = path.join(folder, entry.name);
      if (entry.isFile() && languageOf(file) !== null && files < MAX_FILES) {
        files += 1;
        yield file;
      } else if (entry.isDirectory() && isWalked(entry.name) && !seen.has(file)) {
        seen.add(file);
        waiting.push(file);
      }
    }
  }
}

/** Whether a source may declare a class with a base. Far cheaper than to parse it; true more often than it is so. */
export function mayExtend(text: string): boolean {
  return /\bclass\b/.test(text) && /\bextends\b|\bclass\s+\w+\s*\(/.test(text);
}

/** How a manifest names a file: dotted for Python below a source root, else relative to the manifest. */
export function referenceTo(file: string, className: string, roots: LookupRoots): string {
  if (file.endsWith(".py")) {
    const [dotted] = sourceRootsOf(roots)
      .filter((root) => isInside(file, root))
      .map((root) => path.relative(root, file).replace(/(?:[\\/]__init__)?\.py$/, ""))
      .map((relative) => relative.split(path.sep))
      .filter((parts) => parts.every((part) => /^[\p{L}\p{N}_]+$/u.test(part)))
      .toSorted((a, b) => a.length - b.length);
    if (dotted) return `${dotted.join(".")}:${className}`;
  }
  const relative = path.relative(roots.manifestFolder, file).split(path.sep).join("/");
  return `${relative.startsWith("../") ? "" : "./"}${relative}:${className}`;
}
