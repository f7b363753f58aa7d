import path from "node:path";
import type { FileHost } from "./tsserver.ts";

const MANIFESTS = ["plugins.yaml", "plugins.yml", "config/plugins.yaml", "config/plugins.yml"];

/** Whether a file is in the folder of a manifest, or below: it may be what a plugin imports. */
export function hasManifestAbove(file: string, files: FileHost): boolean {
  const folder = path.posix.dirname(file);
  if (folder === file) return false;
  return (
    MANIFESTS.some((manifest) => files.fileExists(path.posix.join(folder, manifest))) ||
    hasManifestAbove(folder, files)
  );
}
