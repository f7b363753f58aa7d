import path from "node:path";
import { entriesOf, isWalked } from "../../registry/modules/index.ts";

/** Few files are: the others need not be asked about. */
const IS_YAML = /\.ya?ml$/i;
/** A workspace that is larger has its manifests in the usual places, or they are found when they are opened. */
const MOST_FOLDERS = 5_000;

/** The files below a folder that `isManifest` says are manifests, those near to it first. Folders that begin with a dot are left out. */
export async function* manifestsBelow(
  folder: string,
  isManifest: (file: string) => boolean,
): AsyncGenerator<string> {
  const waiting = [folder];
  for (let at = 0; at < waiting.length && at < MOST_FOLDERS; at += 1) {
    const current = waiting[at] ?? "";
    for (const entry of await entriesOf(current)) {
      const file = path.join(current, entry.name);
      if (entry.isDirectory() && isWalked(entry.name)) {
        waiting.push(file);
      } else if (entry.isFile() && IS_YAML.test(entry.name) && isManifest(file)) yield file;
    }
  }
}
