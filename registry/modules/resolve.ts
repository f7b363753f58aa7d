import { realpathSync } from "node:fs";
import path from "node:path";
import { isInside } from "../base/inside.ts";
import { reasonOfFailure } from "../base/failures.ts";
import { createFolders, type Folders } from "./folders.ts";
import { languageOf } from "./languages.ts";
import { ancestorsOf } from "./paths.ts";
import { sitePackagesOf } from "./python-environment.ts";
import { parseReference, type ParsedReference } from "./reference.ts";
import { findInPackages } from "./resolve-package.ts";
import { ModuleSearch } from "./search.ts";
import type { LookupRoots, ModuleResolution } from "./types.ts";

/**
 * The file that a module reference leads to. Synchronous, so that a module loader can use it as well as the language
 * server: it asks for a few dozen paths at most and walks no folder. Give several lookups the same `folders`, and most
 * of the questions are answered from memory.
 *
 * - dotted: below the manifest's folder and its parents up to the workspace folder, each also with `src`, then the
 *   further source roots, then installed packages of Node and of the workspace's Python environments;
 * - relative: from the manifest's folder, with or without the ending;
 * - package: through `node_modules`, `exports` and `main`.
 *
 * An installed package's file is answered by its real path, every other one by the path under which it was found.
 */
export function resolveModule(
  reference: string,
  roots: LookupRoots,
  folders: Folders = createFolders(),
): ModuleResolution {
  const parsed = parseReference(reference);
  if (parsed.kind === "malformed") return parsed;

  const search = new ModuleSearch(folders);
  const file = find(search, parsed, roots);
  if (file === null) {
    const { looked, absent, unreadable } = search;
    return unreadable ?? { kind: "not-found", looked: [...new Set(looked)], absent: [...absent] };
  }
  if (roots.confined && !staysInside(file, roots.workspaceFolder)) {
    return {
      kind: "unreadable",
      file,
      reason: "it is outside the workspace, which is not trusted",
    };
  }
  const language = languageOf(file);
  return language === null
    ? { kind: "malformed", reason: `${file} is not TypeScript, JavaScript or Python source` }
    : { kind: "found", file, className: parsed.className, language };
}

type WellFormed = Exclude<ParsedReference, { kind: "malformed" }>;

function find(search: ModuleSearch, parsed: WellFormed, roots: LookupRoots): string | null {
  if (parsed.kind === "relative") return findRelative(search, parsed.path, roots);

  const ceiling = roots.confined ? path.resolve(roots.workspaceFolder) : null;
  return parsed.kind === "package"
    ? realPathOf(search, findInPackages(search, roots.manifestFolder, ceiling, parsed))
    : findDotted(search, parsed.parts, roots, ceiling);
}

function findRelative(search: ModuleSearch, written: string, roots: LookupRoots): string | null {
  const file = path.resolve(roots.manifestFolder, written);
  if (roots.confined && !isInside(file, roots.workspaceFolder)) {
    const reason = "it is outside the workspace, which is not trusted";
    search.unreadable ??= { kind: "unreadable", file, reason };
    return null;
  }
  return search.findAt(file);
}

function findDotted(
  search: ModuleSearch,
  parts: readonly string[],
  roots: LookupRoots,
  ceiling: string | null,
): string | null {
  for (const root of sourceRootsOf(roots)) {
    const file = search.findBelow(root, parts);
    if (file !== null) return file;
  }
  return findInstalled(search, parts, roots, ceiling);
}

/** A dotted path in a package of npm is the package's name and a path in it, or a name that has dots itself. */
function findInstalled(
  search: ModuleSearch,
  parts: readonly string[],
  roots: LookupRoots,
  ceiling: string | null,
): string | null {
  const [first = "", ...rest] = parts;
  const subpath = [".", ...rest].join("/");
  const spellings = [
    { name: first, subpath },
    ...(rest.length > 0 ? [{ name: parts.join("."), subpath: "." }] : []),
  ];
  for (const spelling of spellings) {
    const file = findInPackages(search, roots.manifestFolder, ceiling, spelling);
    if (file !== null) return realPathOf(search, file);
  }
  for (const sitePackages of sitePackagesOf(search, projectFoldersOf(roots))) {
    const file = search.findBelow(sitePackages, parts);
    if (file !== null) return file;
  }
  return null;
}

/** The folders below which dotted references are looked up, in order. */
export function sourceRootsOf(roots: LookupRoots): readonly string[] {
  const project = projectFoldersOf(roots).flatMap((folder) => [folder, path.join(folder, "src")]);
  const further = roots.sourceRoots.map((root) => path.resolve(roots.workspaceFolder, root));
  const isAllowed = (folder: string): boolean =>
    !roots.confined || isInside(folder, roots.workspaceFolder);
  return [...new Set([...project, ...further])].filter(isAllowed);
}

/** From the manifest's folder up to the workspace folder; both when the manifest is elsewhere. */
export function projectFoldersOf({
  manifestFolder,
  workspaceFolder,
}: LookupRoots): readonly string[] {
  const workspace = path.resolve(workspaceFolder);
  return isInside(manifestFolder, workspace)
    ? ancestorsOf(manifestFolder, workspace)
    : [path.resolve(manifestFolder), workspace];
}

/** Node identifies a module by its real path: a package that is linked into `node_modules` is the workspace's source. */
function realPathOf(search: ModuleSearch, file: string | null): string | null {
  if (file === null) return null;
  try {
    return realpathSync(file);
  } catch (error) {
    search.unreadable ??= { kind: "unreadable", file, reason: reasonOfFailure(error) };
    return null;
  }
}

function staysInside(file: string, folder: string): boolean {
  try {
    return isInside(realpathSync(file), realpathSync(folder));
  } catch {
    return false; // What cannot be told is not read.
  }
}
