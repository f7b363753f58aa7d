import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { resolveExports, resolveImports, type PathConditions } from "resolve-pkg-maps";
import { findModuleFile } from "./file-candidates.ts";

/** ESM first: the graph runs either. */
const CONDITIONS = [
  ["node", "import", "module-sync"],
  ["node", "require", "module-sync"],
] as const;
const PACKAGE_NAME = /^(?:@[^/]+\/)?[^/]+/;
const INSTALLED = /[\\/]node_modules[\\/]/;

interface PackageJson {
  readonly name?: string;
  readonly main?: string;
  readonly exports?: PathConditions;
  readonly imports?: Parameters<typeof resolveImports>[0];
}

export type PackageLookup =
  /** A copy in a `node_modules`: Node loads it. */
  | { readonly kind: "installed" }
  /** A folder of the workspace, linked or the importer's own: part of the graph. */
  | { readonly kind: "source"; readonly file: string }
  | { readonly kind: "missing" };

/** What a bare specifier leads to, looking up from the importer's folder. */
export function findPackage(specifier: string, importer: string, looked: string[]): PackageLookup {
  const name = PACKAGE_NAME.exec(specifier)?.[0] ?? specifier;
  const subpath = specifier.slice(name.length + 1);
  for (const folder of foldersUp(importer)) {
    const own = readPackage(folder);
    if (own?.name === name && own.exports !== undefined) {
      return fromSource(folder, own, subpath, importer, looked);
    }
    const installed = path.join(folder, "node_modules", name);
    if (!existsSync(installed)) continue;
    const real = realpathSync(installed);
    if (INSTALLED.test(real + path.sep)) return { kind: "installed" };
    return fromSource(real, readPackage(real) ?? {}, subpath, importer, looked);
  }
  looked.push(path.join(path.dirname(importer), "node_modules", name));
  return { kind: "missing" };
}

/** What `#name` means: the `imports` of the importer's package. A path, or another bare specifier. */
export function findSubpathImport(specifier: string, importer: string): string | null {
  for (const folder of foldersUp(importer)) {
    const own = readPackage(folder);
    if (!own) continue;
    for (const conditions of CONDITIONS) {
      const target = tryMap(() => resolveImports(own.imports ?? {}, specifier, conditions));
      if (target !== null) return target.startsWith(".") ? path.join(folder, target) : target;
    }
    return null;
  }
  return null;
}

function fromSource(
  folder: string,
  { main, exports }: PackageJson,
  subpath: string,
  importer: string,
  looked: string[],
): PackageLookup {
  const target = exports === undefined ? subpath || main || "." : exported(exports, subpath);
  const file = target === null ? null : findModuleFile(path.join(folder, target), importer, looked);
  if (target === null) looked.push(`${path.join(folder, "package.json")} (exports)`);
  return file === null ? { kind: "missing" } : { kind: "source", file };
}

function exported(exports: PathConditions, subpath: string): string | null {
  for (const conditions of CONDITIONS) {
    const target = tryMap(() => resolveExports(exports, subpath, conditions));
    if (target !== null) return target;
  }
  return null;
}

/** The library throws when a map has nothing for the request. */
function tryMap(resolve: () => string[]): string | null {
  try {
    return resolve()[0] ?? null;
  } catch {
    return null;
  }
}

function* foldersUp(file: string): Generator<string> {
  let folder = path.dirname(file);
  for (;;) {
    yield folder;
    const parent = path.dirname(folder);
    if (parent === folder) return;
    folder = parent;
  }
}

function readPackage(folder: string): PackageJson | null {
  try {
    return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as PackageJson;
  } catch {
    // No package here, or one that is being written: its folder is then an ordinary one.
    return null;
  }
}
