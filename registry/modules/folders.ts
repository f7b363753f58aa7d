import { readdirSync, statSync, type Dirent } from "node:fs";
import path from "node:path";
import { stampOf } from "../base/stamp.ts";
import { isMissing, reasonOfFailure } from "../base/failures.ts";
import type { Unreadable } from "./types.ts";

export type PathKind = { readonly kind: "file" | "folder" | "missing" } | Unreadable;

/** Answers what stands at a path. Synchronous: a lookup is a handful of questions, most of them answered from memory. */
export interface Folders {
  /** The last name of the path counts as it is written, whatever the file system thinks about letter case. */
  at(file: string): PathKind;
}

interface Listing {
  readonly entries: ReadonlyMap<string, Dirent>;
  readonly stamp: string | null;
}

/** Above this many folders the memory is emptied: no workspace has as many source roots. */
const MAX_FOLDERS = 2_000;

/** Lists each folder once, and again when its own times changed. */
export function createFolders(): Folders {
  const listings = new Map<string, Listing>();

  function list(folder: string): Listing {
    const stamp = stampOf(statSync(folder, { bigint: true }));
    const known = listings.get(folder);
    if (known && stamp !== null && known.stamp === stamp) return known;

    const entries = readdirSync(folder, { withFileTypes: true });
    const listing = { stamp, entries: new Map(entries.map((entry) => [entry.name, entry])) };
    if (listings.size >= MAX_FOLDERS) listings.clear();
    listings.set(folder, listing);
    return listing;
  }

  return {
    at(file) {
      const folder = path.dirname(file);
      if (folder === file) return { kind: "folder" };
      try {
        const entry = list(folder).entries.get(path.basename(file));
        if (!entry) return { kind: "missing" };
        if (entry.isFile()) return { kind: "file" };
        return entry.isDirectory() ? { kind: "folder" } : statOf(file);
      } catch (error) {
        if (isMissing(error)) return { kind: "missing" };
        // A folder that may be entered but not listed still says what a path in it is.
        return statOf(file);
      }
    },
  };
}

/** Follows symbolic links. */
function statOf(file: string): PathKind {
  try {
    const stats = statSync(file);
    if (stats.isFile()) return { kind: "file" };
    return { kind: stats.isDirectory() ? "folder" : "missing" };
  } catch (error) {
    if (isMissing(error)) return { kind: "missing" };
    return { kind: "unreadable", file, reason: reasonOfFailure(error) };
  }
}
