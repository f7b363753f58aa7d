import path from "node:path";
import { createFolders } from "./folders.ts";
import { ancestorsOf } from "./paths.ts";
import { sitePackagesOf } from "./python-environment.ts";
import { projectFoldersOf } from "./resolve.ts";
import { ModuleSearch } from "./search.ts";
import type { LookupRoots } from "./types.ts";

/** The folders that packages are installed in, those that win first. */
export interface InstallFolders {
  readonly nodeModules: readonly string[];
  readonly sitePackages: readonly string[];
}

/** Where installed packages are found from a manifest, as `resolveModule` looks for them. Nothing is run. */
export function installFoldersOf(roots: LookupRoots): InstallFolders {
  const search = new ModuleSearch(createFolders());
  const ceiling = roots.confined ? path.resolve(roots.workspaceFolder) : null;
  return {
    nodeModules: ancestorsOf(roots.manifestFolder, ceiling)
      .map((folder) => path.join(folder, "node_modules"))
      .filter((folder) => search.isFolder(folder)),
    sitePackages: sitePackagesOf(search, projectFoldersOf(roots)),
  };
}
