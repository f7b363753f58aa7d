import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findModuleFile } from "./file-candidates.ts";
import { findPackage, findSubpathImport } from "./packages.ts";
import { TsconfigPaths } from "./tsconfig-paths.ts";

/** What a specifier in one file leads to. */
export type Resolution =
  /** A file of the graph. */
  | { readonly kind: "source"; readonly file: string }
  /** A Node builtin, a package or a native addon: Node loads it, as seen from the importer. */
  | { readonly kind: "node"; readonly specifier: string }
  /** What Patchbay itself supplies: `patchbay`, and `zod` where none is installed. */
  | { readonly kind: "supplied"; readonly name: string }
  /** Nothing; `looked` lists the paths that were tried. */
  | { readonly kind: "missing"; readonly looked: readonly string[] };

/** Is what Patchbay supplies, whatever is installed. */
const OURS = "patchbay";
const RELATIVE = /^\.{1,2}(?:\/|$)/;

/** Resolves specifiers as the author's editor does: TypeScript's rules for paths, Node's for packages. */
export class ModuleResolver {
  readonly #tsconfig = new TsconfigPaths();
  readonly #supplied: ReadonlySet<string>;

  /** `supplied` are the names that Patchbay serves itself. */
  constructor(supplied: Iterable<string>) {
    this.#supplied = new Set(supplied);
  }

  resolve(specifier: string, importer: string): Resolution {
    if (specifier === OURS) return { kind: "supplied", name: specifier };
    if (isBuiltin(specifier)) return { kind: "node", specifier };
    const looked: string[] = [];
    if (isPath(specifier)) {
      const direct = pathFrom(specifier, importer);
      if (direct === null) return { kind: "missing", looked: [specifier] };
      const found = findModuleFile(direct, importer, looked);
      return found === null ? { kind: "missing", looked } : source(found);
    }
    const file = this.#byPaths(specifier, importer, looked);
    return file === null ? this.#bare(specifier, importer, looked) : source(file);
  }

  /** The file of configuration that decides about any of an importer's specifiers. */
  configFor(importer: string, specifiers: Iterable<string>): string | null {
    for (const specifier of specifiers) {
      const isFixed = isAlwaysTheSame(specifier) || isPath(specifier);
      if (!isFixed) return this.#tsconfig.fileFor(importer);
    }
    return null;
  }

  /** Forgets what was read of configuration files. */
  forget(): void {
    this.#tsconfig.forget();
  }

  #byPaths(specifier: string, importer: string, looked: string[]): string | null {
    for (const candidate of this.#tsconfig.candidates(specifier, importer)) {
      const file = findModuleFile(candidate, importer, looked);
      if (file !== null) return file;
    }
    return null;
  }

  #bare(specifier: string, importer: string, looked: string[]): Resolution {
    const name = specifier.startsWith("#") ? findSubpathImport(specifier, importer) : specifier;
    if (name === null)
      return { kind: "missing", looked: [`imports of package.json: ${specifier}`] };
    if (path.isAbsolute(name)) {
      const file = findModuleFile(name, importer, looked);
      return file === null ? { kind: "missing", looked } : source(file);
    }
    const found = findPackage(name, importer, looked);
    if (found.kind === "source") return source(found.file);
    if (found.kind === "installed") return { kind: "node", specifier: name };
    return this.#supplied.has(name) ? { kind: "supplied", name } : { kind: "missing", looked };
  }
}

function isAlwaysTheSame(specifier: string): boolean {
  return specifier === OURS || isBuiltin(specifier);
}

function source(file: string): Resolution {
  return file.endsWith(".node") ? { kind: "node", specifier: file } : { kind: "source", file };
}

/** Whether a specifier is a place of its own, and no name that something decides about. */
function isPath(specifier: string): boolean {
  return RELATIVE.test(specifier) || specifier.startsWith("file:") || path.isAbsolute(specifier);
}

/** Null for a URL that is no file of this machine, or none at all. */
function pathFrom(specifier: string, importer: string): string | null {
  if (RELATIVE.test(specifier)) return path.resolve(path.dirname(importer), specifier);
  if (path.isAbsolute(specifier)) return specifier;
  try {
    return fileURLToPath(specifier);
  } catch {
    return null;
  }
}
