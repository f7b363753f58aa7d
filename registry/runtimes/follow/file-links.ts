import { lstatSync, readlinkSync } from "node:fs";
import path from "node:path";

/** Of links that lead in a circle. Systems follow 40 at most. */
const MAX_PLACES = 80;

/** Which files are symbolic links, and the places at which it shows when what they lead to changes. */
export class FileLinks {
  readonly #placesOf = new Map<string, readonly string[]>();
  readonly #filesAt = new Map<string, Set<string>>();

  /** Knows these files and no others; those that were known are not looked at again. */
  keep(files: ReadonlySet<string>): void {
    for (const file of this.#placesOf.keys()) {
      if (files.has(file)) continue;
      this.#lead(file, []);
      this.#placesOf.delete(file);
    }
    for (const file of files) if (!this.#placesOf.has(file)) this.look(file);
  }

  /** Looks where a file leads now. Whether that is elsewhere than before. */
  look(file: string): boolean {
    const places = placesOf(file);
    const before = this.#placesOf.get(file) ?? [];
    const isSame = places.length === before.length && places.every((one, at) => one === before[at]);
    this.#placesOf.set(file, places);
    if (!isSame) this.#lead(file, places, before);
    return !isSame;
  }

  get places(): Iterable<string> {
    return this.#filesAt.keys();
  }

  /** The files that lead through a place. */
  filesAt(place: string): Iterable<string> {
    return this.#filesAt.get(place) ?? [];
  }

  #lead(file: string, places: readonly string[], before = this.#placesOf.get(file) ?? []): void {
    for (const place of before) {
      const files = this.#filesAt.get(place);
      files?.delete(file);
      if (files?.size === 0) this.#filesAt.delete(place);
    }
    for (const place of places) {
      const files = this.#filesAt.get(place) ?? new Set();
      this.#filesAt.set(place, files.add(file));
    }
  }
}

/** Every link on a file's way but itself, and every path that the way leads to; nothing for a file that is no link. */
function placesOf(file: string): readonly string[] {
  const places: string[] = [];
  let current = file;
  let link = linkAt(file);
  while (link !== null && places.length < MAX_PLACES) {
    if (link.at !== file) places.push(link.at);
    current = path.join(link.target, path.relative(link.at, current));
    places.push(current);
    link = firstLink(current);
  }
  return places;
}

interface Link {
  readonly at: string;
  readonly target: string;
}

/** The outermost link among a path and its folders. */
function firstLink(file: string): Link | null {
  const folder = path.dirname(file);
  const above = folder === file ? null : firstLink(folder);
  return above ?? linkAt(file);
}

function linkAt(at: string): Link | null {
  try {
    if (!lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink()) return null;
    return { at, target: path.resolve(path.dirname(at), readlinkSync(at)) };
  } catch {
    // Not to be looked at, or gone since: whoever reads the file is told.
    return null;
  }
}
