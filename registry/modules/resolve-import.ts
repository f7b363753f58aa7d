import path from "node:path";
import { isInside } from "../base/inside.ts";
import type { Folders } from "./folders.ts";
import { languageOf } from "./languages.ts";

import { sitePackagesOf } from "./python-environment.ts";
import { splitSpecifier } from "./reference.ts";
import { projectFoldersOf, sourceRootsOf } from "./resolve.ts";
import { findInPackages } from "./resolve-package.ts";
import { ModuleSearch } from "./search.ts";
import { pathsOf } from "./tsconfig-paths.ts";
import type { Language, LookupRoots } from "./types.ts";

/** The source file that an import of `file` leads to; null when it leads nowhere that can be read as source. */
export function resolveImport(
  specifier: string,
  { file, language }: { readonly file: string; readonly language: Language },
  roots: LookupRoots,
  folders: Folders,
): string | null {
  const search = new ModuleSearch(folders);
  const found =
    language === "python"
      ? resolvePythonImport(search, specifier, file, roots)
      : resolveScriptImport(search, specifier, file, roots);
  if (found === null || languageOf(found) === null) return null;
  return roots.confined && !isInside(found, roots.workspaceFolder) ? null : found;
}

function resolveScriptImport(
  search: ModuleSearch,
  specifier: string,
  file: string,
  roots: LookupRoots,
): string | null {
  const folder = path.dirname(file);
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) return search.findAt(path.resolve(folder, specifier));
  if (specifier.startsWith("node:") || path.isAbsolute(specifier)) return null;

  // A configuration may extend one outside the workspace: an untrusted one is not read.
  const mapped = roots.confined ? [] : pathsOf(specifier, file);
  for (const candidate of mapped) {
    const found = search.findAt(candidate);
    if (found !== null) return found;
  }
  const ceiling = roots.confined ? path.resolve(roots.workspaceFolder) : null;
  return findInPackages(search, folder, ceiling, splitSpecifier(specifier));
}

/** Each dot of a relative import is one folder up, the first one the file's own. */
function resolvePythonImport(
  search: ModuleSearch,
  specifier: string,
  file: string,
  roots: LookupRoots,
): string | null {
  const [, dots = "", rest = ""] = /^(\.*)(.*)$/.exec(specifier) ?? [];
  const parts = rest === "" ? [] : rest.split(".");
  if (parts.includes("")) return null;
  if (dots !== "") {
    const up = Array.from(dots.slice(1), () => "..");
    const root = path.join(path.dirname(file), ...up);
    return parts.length === 0 ? search.withEnding(root, []) : search.findBelow(root, parts);
  }
  const places = [...sourceRootsOf(roots), ...sitePackagesOf(search, projectFoldersOf(roots))];
  for (const place of places) {
    const found = search.findBelow(place, parts);
    if (found !== null) return found;
  }
  return null;
}
