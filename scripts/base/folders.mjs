import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const projectFolder = path.resolve(fileURLToPath(import.meta.url), "../../..");

/** What the scripts keep between two runs of one checkout: bundled suites, private extension folders, stamps. */
export const stateFolder = path.join(projectFolder, ".vscode-test");

/** What tests leave behind for a person to look at. */
export const resultsFolder = path.join(projectFolder, "test-results");

/**
 * What every checkout of this user shares, so that a fresh clone need not download it again.
 *
 * @returns {string}
 */
export function cacheFolder() {
  if (process.env["XDG_CACHE_HOME"]) return path.join(process.env["XDG_CACHE_HOME"], "patchbay");
  if (process.platform === "darwin") return path.join(os.homedir(), "Library/Caches/patchbay");
  if (process.platform === "win32" && process.env["LOCALAPPDATA"]) {
    return path.join(process.env["LOCALAPPDATA"], "patchbay", "cache");
  }
  return path.join(os.homedir(), ".cache", "patchbay");
}
