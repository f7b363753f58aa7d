import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { ModuleSearch } from "./search.ts";

const ENVIRONMENT_NAMES = [".venv", "venv", "env", ".env"] as const;
/** Path files are a line or two. */
const MAX_PATH_FILE_BYTES = 64 * 1024;

/**
 * The folders from which the virtual environments in `folders` import installed packages, editable installs included.
 * Found by looking: nothing is run.
 */
export function sitePackagesOf(
  search: ModuleSearch,
  folders: readonly string[],
): readonly string[] {
  const environments = folders
    .flatMap((folder) => ENVIRONMENT_NAMES.map((name) => path.join(folder, name)))
    .filter((folder) => search.isFolder(folder) && search.isFile(path.join(folder, "pyvenv.cfg")));
  const installed = environments.flatMap((environment) => [
    ...posixSitePackages(search, path.join(environment, "lib")),
    ...existing(search, path.join(environment, "Lib", "site-packages")),
  ]);
  return [...installed, ...installed.flatMap((folder) => pathFilesOf(search, folder))];
}

function posixSitePackages(search: ModuleSearch, lib: string): readonly string[] {
  return namesIn(search, lib)
    .filter((name) => /^(?:python|pypy)3/.test(name))
    .flatMap((name) => existing(search, path.join(lib, name, "site-packages")));
}

/** What `*.pth` files add: each line is a folder, unless it is a comment or code. Source: Python, "site". */
function pathFilesOf(search: ModuleSearch, sitePackages: string): readonly string[] {
  return namesIn(search, sitePackages)
    .filter((name) => name.endsWith(".pth"))
    .flatMap((name) => linesOf(path.join(sitePackages, name)))
    .filter((line) => line !== "" && !/^(?:#|import\s)/.test(line))
    .flatMap((line) => existing(search, path.resolve(sitePackages, line)));
}

// What is gone or closed since it was looked at belongs to an environment that cannot be used: it adds nothing.

function namesIn(search: ModuleSearch, folder: string): readonly string[] {
  if (!search.isFolder(folder)) return [];
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function linesOf(file: string): readonly string[] {
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > MAX_PATH_FILE_BYTES) return [];
    return readFileSync(file, "utf8")
      .split(/\r?\n/)
      .map((line) => line.trim());
  } catch {
    return [];
  }
}

function existing(search: ModuleSearch, folder: string): readonly string[] {
  return search.isFolder(folder) ? [folder] : [];
}
