import { readdirSync } from "node:fs";
import path from "node:path";

/** What the module graph evaluates. Case counts, as it does for Node. */
const ENDINGS = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;
/** Helpers of the others, and what editors leave behind while they save. */
const SKIPPED = /^[_.]/;

/** The plugin files that are in a folder, sorted; none when there is no such folder, null when it cannot be read. Absolute. */
export function listPluginFiles(folder: string): readonly string[] | null {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && isPluginFile(entry.name))
      .map(({ name }) => path.join(folder, name))
      .toSorted();
  } catch (error) {
    return isGone(error) ? [] : null;
  }
}

function isPluginFile(name: string): boolean {
  return ENDINGS.test(name) && !DECLARATIONS.test(name) && !SKIPPED.test(name);
}

function isGone(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code))
  );
}
