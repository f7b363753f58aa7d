import path from "node:path";
import picomatch from "picomatch";
import { URI } from "vscode-uri";

const MANIFEST_NAMES = new Set(["plugins.yaml", "plugins.yml"]);

/** What a person edits. Never `git:` and the like: what such a scheme shows is another version of a file. */
const EDITED_SCHEMES = new Set(["file", "untitled", "vscode-vfs"]);

export function isEdited(uri: string): boolean {
  return EDITED_SCHEMES.has(URI.parse(uri).scheme);
}

/**
 * Says whether a URI is a manifest's: by its name, as the one that a setting names, or by a glob relative to a
 * workspace folder.
 */
export function manifestMatcher(
  manifest: string | null,
  patterns: readonly string[],
  folders: readonly string[],
): (uri: string) => boolean {
  const matches = picomatch([...patterns], { dot: true });
  return (uri) => {
    if (!isEdited(uri)) return false;
    const file = URI.parse(uri).fsPath;
    if (MANIFEST_NAMES.has(path.basename(file))) return true;
    if (manifest && folders.some((folder) => path.resolve(folder, manifest) === file)) return true;
    if (patterns.length === 0) return false;
    return [...folders, path.dirname(file)].some((folder) => {
      const relative = path.relative(folder, file);
      return !relative.startsWith("..") && matches(relative.split(path.sep).join("/"));
    });
  };
}
