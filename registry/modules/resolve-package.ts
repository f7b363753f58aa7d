import { readFileSync } from "node:fs";
import path from "node:path";
import { resolveExports, type PathConditions } from "resolve-pkg-maps";
import { isMissing, reasonOfFailure } from "../base/failures.ts";
import { ancestorsOf } from "./paths.ts";
import type { ModuleSearch } from "./search.ts";

/** How the runtime loads an installed module, then how an ES module would, for packages that offer nothing else. */
const CONDITIONS = [
  ["node", "module-sync", "require"],
  ["node", "module-sync", "import"],
] as const;

/**
 * Finds a package's file as Node does: `node_modules` of the folder and of every folder above it, up to `ceiling` where
 * one is given; the package's `exports`, else the path itself, else `main`. A package may name itself.
 */
export function findInPackages(
  search: ModuleSearch,
  from: string,
  ceiling: string | null,
  { name, subpath }: { readonly name: string; readonly subpath: string },
): string | null {
  for (const folder of ancestorsOf(from, ceiling)) {
    const own = readPackage(search, folder);
    const isOwn = own !== null && own["name"] === name && own["exports"] !== undefined;
    const installed = path.join(folder, "node_modules", name);
    if (isOwn) return findInPackage(search, folder, own, subpath);
    if (search.isFolder(path.join(folder, "node_modules")) && search.isFolder(installed)) {
      return findInPackage(search, installed, readPackage(search, installed), subpath);
    }
    search.looked.push(installed);
  }
  return null;
}

type PackageJson = Readonly<Record<string, unknown>>;

function findInPackage(
  search: ModuleSearch,
  folder: string,
  manifest: PackageJson | null,
  subpath: string,
): string | null {
  const { exports: map, main } = manifest ?? {};
  if (map !== undefined && map !== null) return findExported(search, folder, map, subpath);
  if (subpath !== ".") return search.findAt(path.join(folder, subpath));

  const fromMain = typeof main === "string" ? search.findAt(path.join(folder, main)) : null;
  return fromMain ?? search.findAt(path.join(folder, "index"));
}

function findExported(
  search: ModuleSearch,
  folder: string,
  map: unknown,
  subpath: string,
): string | null {
  search.looked.push(`${path.join(folder, "package.json")} (exports ${subpath})`);
  for (const conditions of CONDITIONS) {
    for (const target of exportedTargets(map, subpath, conditions)) {
      const file = path.join(folder, target);
      if (file.startsWith(folder + path.sep) && search.isFile(file)) return file;
      search.looked.push(file);
    }
  }
  return null;
}

/** The library throws for a subpath that is not exported and for a map that makes no sense. */
function exportedTargets(
  map: unknown,
  subpath: string,
  conditions: readonly string[],
): readonly string[] {
  try {
    return resolveExports(map as PathConditions, subpath.replace(/^\.\/?/, ""), conditions);
  } catch {
    return [];
  }
}

function readPackage(search: ModuleSearch, folder: string): PackageJson | null {
  const file = path.join(folder, "package.json");
  if (!search.isFile(file)) return null;
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
    return typeof parsed === "object" && parsed !== null ? (parsed as PackageJson) : null;
  } catch (error) {
    if (!isMissing(error)) {
      const reason = error instanceof SyntaxError ? "it is not valid JSON" : reasonOfFailure(error);
      search.unreadable ??= { kind: "unreadable", file, reason };
    }
    return null;
  }
}
