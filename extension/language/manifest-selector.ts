import { workspace } from "vscode";
import { readSettings } from "../base/index.ts";
import { manifestPattern } from "./manifest-pattern.ts";

/** Not `git:` and the like: a diff's left side is not to be mended. */
const SCHEMES = ["file", "untitled", "vscode-vfs"] as const;
const PATTERNS = ["**/plugins.yaml", "**/plugins.yml"] as const;

/**
 * Which documents are manifests: by name, or by the settings of any folder. Not by language: another extension may have
 * given its own to all files that end in `.yaml`.
 */
export function manifestSelector(): { scheme: string; pattern: string }[] {
  const folders = workspace.workspaceFolders ?? [undefined];
  const written = folders.flatMap((folder) => {
    const { manifest, manifestPatterns } = readSettings(folder);
    return manifest === ""
      ? manifestPatterns
      : [...manifestPatterns, manifestPattern(manifest, folder?.uri.fsPath ?? null)];
  });
  const patterns = new Set([...PATTERNS, ...written]);
  return SCHEMES.flatMap((scheme) => [...patterns].map((pattern) => ({ scheme, pattern })));
}
