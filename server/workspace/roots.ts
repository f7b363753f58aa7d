import path from "node:path";
import { isInside } from "../../registry/base/inside.ts";
import type { LookupRoots } from "../../registry/modules/index.ts";

/** Where the module references of a manifest are looked up. Null: a manifest that is not a file, with no folder open. */
export function rootsOf(
  manifestFile: string | null,
  folders: readonly string[],
  sourceRootsOf: (workspaceFolder: string) => readonly string[],
  isTrusted: boolean,
): LookupRoots | null {
  const manifestFolder = manifestFile ? path.dirname(manifestFile) : folders[0];
  if (!manifestFolder) return null;
  const workspaceFolder = innermost(folders, manifestFolder) ?? projectOf(manifestFolder);
  return {
    manifestFolder,
    workspaceFolder,
    sourceRoots: sourceRootsOf(workspaceFolder).map((root) => path.resolve(workspaceFolder, root)),
    confined: !isTrusted,
  };
}

/** The folder that a file belongs to. */
export function innermost(folders: readonly string[], file: string): string | undefined {
  return folders
    .filter((folder) => isInside(file, folder))
    .toSorted((one, other) => other.length - one.length)[0];
}

/** A lone manifest in `config/` belongs to the project around it. */
function projectOf(manifestFolder: string): string {
  return path.basename(manifestFolder) === "config" ? path.dirname(manifestFolder) : manifestFolder;
}
