import { readdirSync } from "node:fs";
import path from "node:path";
import type { ModuleSearch } from "./search.ts";

const ENVIRONMENT_NAMES = [".venv", "venv", "env", ".env"] as const;

/** The `site-packages` of the virtual environments that stand in the folders, found by looking: nothing is run. */
export function sitePackagesOf(
  search: ModuleSearch,
  folders: readonly string[],
): readonly string[] {
  const environments = folders
    .flatMap((folder) => ENVIRONMENT_NAMES.map((name) => path.join(folder, name)))
    .filter((folder) => search.isFolder(folder) && search.isFile(path.join(folder, "pyvenv.cfg")));
  return environments.flatMap((environment) => [
    ...posixSitePackages(search, path.join(environment, "lib")),
    ...existing(search, path.join(environment, "Lib", "site-packages")),
  ]);
}

function posixSitePackages(search: ModuleSearch, lib: string): readonly string[] {
  if (!search.isFolder(lib)) return [];
  return namesIn(lib)
    .filter((name) => /^(?:python|pypy)3/.test(name))
    .flatMap((name) => existing(search, path.join(lib, name, "site-packages")));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return []; // Gone or closed since it was looked at: an environment that cannot be used.
  }
}

function existing(search: ModuleSearch, folder: string): readonly string[] {
  return search.isFolder(folder) ? [folder] : [];
}
