import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { mapForDebugger } from "./debugger-map.ts";
import type { ScriptIndex, ScriptOrigin } from "./source-positions.ts";

/**
 * Where a debugger finds the source maps of scripts. Every script names a file from the start, so that code which runs already can be
 * debugged as it is; the files are there while a debugger may be.
 */
export class DebuggerMaps {
  readonly #folder: string;
  readonly #address: string;
  #isOpen = false;
  /** It could not be deleted. */
  #isLeft = false;

  /** `folder` is absolute, and not there. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#address = pathToFileURL(folder).href;
  }

  /** What ends the text of a new script. */
  trailer(script: string, origin: ScriptOrigin): string {
    if (this.#isOpen) this.#write(script, origin);
    return `\n//# sourceMappingURL=${this.#address}/${nameOf(script)}`;
  }

  /** Writes the maps of all scripts, and from now on that of each new one. Throws where there can be no folder for them. */
  open(scripts: ScriptIndex): void {
    mkdirSync(this.#folder, { mode: 0o700, recursive: this.#isLeft });
    this.#isOpen = true;
    for (const [script, origin] of scripts.origins) this.#write(script, origin);
  }

  /** Deletes them. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      rmSync(this.#folder, { recursive: true, force: true });
      this.#isLeft = false;
    } catch {
      // Held open by who read them. The host tries again when the thread is gone.
      this.#isLeft = true;
    }
  }

  /** A script whose map cannot be made or written runs all the same: a debugger shows it as it runs. */
  #write(script: string, origin: ScriptOrigin): void {
    try {
      writeFileSync(path.join(this.#folder, nameOf(script)), mapForDebugger(origin));
    } catch {
      // The folder may be gone, the disk full.
    }
  }
}

/** Scripts are named `FILE?N`. */
function nameOf(script: string): string {
  return `${script.slice(script.lastIndexOf("?") + 1)}.map`;
}
