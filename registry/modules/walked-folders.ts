import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";

/** Folders of others' files, and of what is made out of one's own. */
const SKIPPED_FOLDERS = new Set([
  "node_modules",
  "dist",
  "out",
  "build",
  "coverage",
  "venv",
  "env",
  "site-packages",
  "__pycache__",
]);

/** Whether a folder of this name may hold what the workspace's authors wrote. Those that begin with a dot do not. */
export function isWalked(name: string): boolean {
  return !name.startsWith(".") && !SKIPPED_FOLDERS.has(name);
}

/** Nothing where a folder is gone meanwhile, or closed to us: nothing in it can be read, either. */
export async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
