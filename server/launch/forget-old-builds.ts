import { readdirSync, rmdirSync } from "node:fs";
import path from "node:path";
import { removeOldest } from "../../registry/base/remove-oldest.ts";

/** Node keeps what it compiles in a folder for each of its versions and users, and never removes any of it. */
const FOLDER_OF_NODE = /^v\d+\./;

/** Removes what was compiled of builds that are long gone, whichever Node it was for. Never throws. */
export function forgetOldBuilds(cacheFolder: string): void {
  try {
    const folders = readdirSync(cacheFolder)
      .filter((name) => FOLDER_OF_NODE.test(name))
      .map((name) => path.join(cacheFolder, name));
    const files = folders.flatMap((folder) =>
      readdirSync(folder).map((name) => path.join(folder, name)),
    );
    const left = new Set(removeOldest(files).map((file) => path.dirname(file)));
    // Those that have nothing more in them go, too; others cannot be removed like this.
    for (const folder of left) if (readdirSync(folder).length === 0) rmdirSync(folder);
  } catch {
    // Somebody else does the same at the moment, or there is nothing to remove: the next start tries again.
  }
}
