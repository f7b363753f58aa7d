import { statSync } from "node:fs";
import type { ModuleCode } from "./module-code.ts";

/** Tells without reading whether files still hold what code was made of. */
export class DiskStamps {
  /** Of the file when it was known to hold the code's text. */
  readonly #stamps = new WeakMap<ModuleCode, string>();

  /** The file held the code's text when it was read after this stamp was taken. */
  note(code: ModuleCode, stamp: string | null): void {
    if (stamp === null) this.#stamps.delete(code);
    else this.#stamps.set(code, stamp);
  }

  /** False also when nobody knows: what the editor told of was not read. */
  isUntouched(code: ModuleCode): boolean {
    const known = this.#stamps.get(code);
    return known !== undefined && known === stampOf(code.file);
  }
}

/** What changes when a file is written; null when it cannot be looked at. */
export function stampOf(file: string): string | null {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch {
    return null; // Gone or out of reach: reading it says which.
  }
}
